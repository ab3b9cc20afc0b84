import { dateInWords } from '@/components/text/dates'
import { readingText } from '@/components/text/reading'
import type { ReadingChapter, ReadingView } from '@/lib/beta/contract.reading'
import { ClosedTools } from './closed-tools'
import { ContentsTools, type Device } from './contents-tools'
import { control, FIELD } from './controls'
import { HandIn } from './hand-in'
import { shareRead } from './places'
import { Questions } from './questions'
import { Reminder } from './reminder'
import { Letter, Ornament, QuietPage } from './quiet-page'
import { pathWith } from './views'

const words = readingText.contents

interface ContentsPageProps {
  reading: ReadingView
  /** A guest's own link, on the device and the day that it was made. */
  ownLink: string | null
  device: Device
}

/** A session as its reader finds it: the letter, the chapters, and what there is to say at the end. */
export function ContentsPage({ reading, ownLink, device }: ContentsPageProps) {
  const { id, manuscript, author, reader, state, opensAt } = reading
  const above = author ? words.by(author) : null
  if (state === 'closed')
    return (
      <QuietPage title={manuscript} above={above}>
        <div data-room-closed={id} className="mt-8 text-center">
          <p className="font-serif text-[22px]">{words.closed}</p>
          <p className="mt-2 text-ink-soft">{words.closedLead}</p>
        </div>
        <ClosedTools sessionId={id} />
        <ContentsTools reading={reading} device={device} pages={[]} />
      </QuietPage>
    )
  const open = reading.chapters.filter(({ locked }) => locked === null)
  const paths = [`/read/${id}`, ...open.map((chapter) => `/read/${id}/${chapter.id}`)]
  return (
    <QuietPage title={manuscript} above={above}>
      <div data-room={id}>
        <p className="mt-2 text-center font-serif text-[17px] text-ink-soft italic">
          {words.greeting(reader.name)}
        </p>
        {reader.reminder ? <Reminder author={author} word={reader.reminder.word} /> : null}
        {state === 'waiting' && opensAt ? (
          <p className="room-box mt-6 text-center">
            <b>{words.waiting}.</b> {words.waitingLead}{' '}
            <time dateTime={opensAt}>{dateInWords(new Date(opensAt), 'UTC')}</time>.
          </p>
        ) : (
          <Onwards reading={reading} />
        )}
        {ownLink ? <OwnLink url={ownLink} /> : null}
        <FrontMatter reading={reading} />
        {reading.chapters.length > 0 ? <Chapters reading={reading} /> : null}
        {state === 'open' ? <Closing reading={reading} /> : null}
      </div>
      <ContentsTools reading={reading} device={device} pages={paths} />
    </QuietPage>
  )
}

/** The one thing to do: begin, or go on where he was. */
function Onwards({ reading: { id, chapters, closesAt } }: { reading: ReadingView }) {
  const next = chapters.find(({ locked, progress }) => locked === null && !progress?.finished)
  const chapter = next ?? chapters[0]
  if (!chapter) return null
  const hasBegun = chapters.some(({ progress }) => progress !== null)
  const say = next ? (hasBegun ? words.continue : words.start)(chapter.title) : words.again
  return (
    <div className="mt-7 text-center">
      <a href={`/read/${id}/${chapter.id}`} className={control('accent', 'room-onwards')}>
        {say}
      </a>
      {closesAt ? (
        <p className="mt-3 text-[13.5px] text-ink-soft">
          {words.until} <time dateTime={closesAt}>{dateInWords(new Date(closesAt), 'UTC')}</time>
        </p>
      ) : null}
    </div>
  )
}

function OwnLink({ url }: { url: string }) {
  return (
    <section aria-labelledby="own-link" className="room-box mt-6">
      <h2 id="own-link" className="font-semibold">
        {words.ownLink}
      </h2>
      <p className="mt-1 text-[14px] text-ink-soft">{words.ownLinkHint}</p>
      <input readOnly aria-labelledby="own-link" value={url} className={`${FIELD} mt-2 text-[14px]`} />
    </section>
  )
}

function FrontMatter({ reading }: { reading: ReadingView }) {
  const { letter, contentNote, author, chapters } = reading
  const isNew = chapters.every(({ progress }) => progress === null)
  return (
    <>
      {letter.trim() ? (
        <details open={isNew} className="room-fold mt-8">
          <summary>{author ? words.letter(author) : words.letterNobody}</summary>
          <Letter text={letter} />
        </details>
      ) : null}
      {contentNote.trim() ? (
        <details open={isNew} className="room-fold mt-4">
          <summary>{words.note}</summary>
          <p className="mt-2 whitespace-pre-line">{contentNote}</p>
        </details>
      ) : null}
    </>
  )
}

function Chapters({ reading: { id, chapters, reader } }: { reading: ReadingView }) {
  return (
    <nav aria-labelledby="chapters">
      <Ornament />
      <h2 id="chapters" className="room-small text-center">
        {words.chapters}
      </h2>
      <ol className="mt-3">
        {chapters.map((chapter, index) => (
          <li key={chapter.chapterId} className="border-t border-rule last:border-b">
            <ChapterLine
              chapter={chapter}
              number={index + 1}
              path={`/read/${id}/${chapter.id}`}
              isRecorded={reader.recordsProgress}
            />
            {chapter.newer ? (
              <p className="pb-3 pl-9 text-[13.5px] text-ink-soft">
                {words.newer}{' '}
                <a href={`/read/${id}/${chapter.newer.id}`} className="text-focus underline">
                  {words.readNewer}
                </a>
                {chapter.newer.compared ? (
                  <>
                    {' · '}
                    <a
                      href={pathWith(`/read/${id}/${chapter.newer.id}`, 'changes')}
                      className="text-focus underline"
                    >
                      {words.readChanges}
                    </a>
                  </>
                ) : null}
              </p>
            ) : null}
          </li>
        ))}
      </ol>
    </nav>
  )
}

interface ChapterLineProps {
  chapter: ReadingChapter
  number: number
  path: string
  isRecorded: boolean
}

function ChapterLine({ chapter, number, path, isRecorded }: ChapterLineProps) {
  const { title, locked, progress, paragraphs, words: many } = chapter
  const share = shareRead(isRecorded || progress?.finished ? progress : null, paragraphs)
  const state = progress?.stopped
    ? words.stopped
    : share === 100
      ? words.finished
      : share > 0
        ? words.share(share)
        : words.time(many)
  const inner = (
    <>
      <span className="w-6 shrink-0 text-right text-[14px] text-ink-faint tabular-nums">{number}</span>
      <span className="min-w-0 flex-1">
        <span className="font-serif text-[18px] leading-snug">{title}</span>
        {locked ? (
          <span className="mt-0.5 block text-[13.5px] text-ink-soft">{words.locked[locked]}</span>
        ) : null}
      </span>
      {locked ? null : <span className="shrink-0 text-[13.5px] text-ink-soft">{state}</span>}
    </>
  )
  const look = 'flex min-h-12 items-baseline gap-3 py-3'
  return locked ? (
    <span className={`${look} text-ink-soft`}>{inner}</span>
  ) : (
    <a href={path} className={`${look} hover:text-accent`}>
      {inner}
    </a>
  )
}

/** What is asked about the whole, and handing in. */
function Closing({ reading }: { reading: ReadingView }) {
  const { questions, answers, author } = reading
  const closing = questions.filter(({ chapterId }) => chapterId === null)
  return (
    <section id="done" className="scroll-mt-6">
      <Ornament />
      {closing.length > 0 ? (
        <div className="mb-8">
          <Questions
            questions={closing}
            answers={answers}
            title={author ? words.questions(author) : words.questionsNobody}
          />
          <p className="needs-script mt-2 text-[13.5px] text-ink-soft">{words.questionsHint}</p>
        </div>
      ) : null}
      <HandIn reading={reading} />
    </section>
  )
}
