import { readingText } from '@/components/text/reading'
import type { BetaQuestionView, ContentNoteView, EditionSummary } from '@/lib/beta/contract'
import type { ReadingView } from '@/lib/beta/contract.reading'
import { control, FIELD } from './controls'
import type { DrawnElement } from './drawn'
import type { Look } from './look'
import { ProseBlocks } from './prose-blocks'
import { Questions } from './questions'
import { Room } from './room'
import type { Segment } from './segments'
import { SinceLine, type Since } from './since-line'
import { pathWith } from './views'

const words = readingText.room

interface ChapterPageProps {
  chapter: EditionSummary
  segments: readonly Segment[]
  /** What is asked at the end of the chapter. */
  questions: readonly BetaQuestionView[]
  reading: ReadingView
  /** What becomes of passages under a content note on this device. */
  noted: Look['noted']
  /** What he read of it before; null when that is nothing. */
  since: Since | null
}

/** A chapter as a page of a book. All of its text is in the page before any script runs; `Room` adds the rest. */
export function ChapterPage({ chapter, segments, questions, reading, noted, since }: ChapterPageProps) {
  const { chapters, reader, language, answers } = reading
  const index = chapters.findIndex(({ chapterId }) => chapterId === chapter.chapterId)
  const own = chapters[index]
  const progress = own?.id === chapter.id && reader.recordsProgress ? own.progress : null
  const pathOf = (id: string) => `/read/${reading.id}/${id}`
  const open = chapters.filter(({ locked }) => locked === null).map(({ id }) => pathOf(id))
  const clean = pathOf(chapter.id)
  const here = pathWith(clean, since?.view ?? 'clean')
  return (
    <main id="content" data-room={reading.id} className="room-main">
      <Room
        sessionId={reading.id}
        editionId={chapter.id}
        manuscript={reading.manuscript}
        author={reading.author}
        progress={progress}
        sharesTime={reader.sharesTime}
        isHeld={reading.release === 'hand_in' && reader.handedInAt === null}
        closesAt={reading.closesAt}
        hasNoted={segments.some(({ kind }) => kind === 'noted')}
        pages={[...new Set([here, clean, `/read/${reading.id}`, ...open])]}
        since={since && { view: since.view, differs: since.differs, path: clean }}
      />
      <article className="room-page" lang={language}>
        <header className="room-title">
          <h1>{chapter.title}</h1>
          <p lang="en">{words.part(index + 1, chapters.length)}</p>
          {since ? <SinceLine since={since} path={clean} progress={progress} /> : null}
        </header>
        <div className="room-prose prose-text" {...(since?.view === 'changes' && { 'data-changes': '' })}>
          {segments.map((segment, at) => (
            <SegmentOfPage key={at} segment={segment} answers={answers} noted={noted} />
          ))}
        </div>
        <div data-end className="room-end">
          <p aria-hidden>❧</p>
        </div>
      </article>
      <footer className="room-after">
        <div data-from-before />
        <Questions questions={questions} answers={answers} title={readingText.end.asks} />
        <Onwards chapter={chapter} reading={reading} index={index} />
        <noscript>
          <FinishedForm chapter={chapter} reading={reading} />
          <p className="mt-6 text-center text-[14px] text-ink-soft">{words.noScript}</p>
        </noscript>
      </footer>
    </main>
  )
}

interface SegmentOfPageProps {
  segment: Segment
  answers: ReadingView['answers']
  noted: Look['noted']
}

function SegmentOfPage({ segment, answers, noted }: SegmentOfPageProps) {
  switch (segment.kind) {
    case 'text':
      return <ProseBlocks blocks={segment.blocks} />
    case 'noted':
      return <NotedPassage notes={segment.notes} blocks={segment.blocks} isOpen={noted !== 'skip'} />
    case 'questions':
      return <Questions questions={segment.questions} answers={answers} title={readingText.end.inside} />
  }
}

interface NotedPassageProps {
  notes: readonly ContentNoteView[]
  blocks: readonly DrawnElement[]
  isOpen: boolean
}

/** A passage under content notes, folded away: its bridge carries the story over it. It opens without a script. */
function NotedPassage({ notes, blocks, isOpen }: NotedPassageProps) {
  const bridges = notes.map(({ bridge }) => bridge).filter((bridge) => bridge.trim() !== '')
  return (
    <details className="room-noted" open={isOpen}>
      <summary>
        <span className="room-small" lang="en">
          {words.passage(notes.map(({ what }) => what).join(', '))}
        </span>
        {bridges.map((bridge, index) => (
          <span key={index} className="room-bridge">
            {bridge}
          </span>
        ))}
        <span className="room-reveal" lang="en">
          {words.reveal}
        </span>
      </summary>
      <div className="room-noted-text">
        <button type="button" lang="en" className="room-unblur">
          {words.reveal}
        </button>
        <ProseBlocks blocks={blocks} />
      </div>
    </details>
  )
}

interface OnwardsProps {
  chapter: EditionSummary
  reading: ReadingView
  index: number
}

/** The end of a chapter: what one thinks will happen, where that is asked, and the way on. */
function Onwards({ chapter, reading, index }: OnwardsProps) {
  const { chapters, predicted } = reading
  const next = chapters[index + 1]
  const previous = chapters[index - 1]
  const pathOf = (id: string) => `/read/${reading.id}/${id}`
  const guess = predicted.find(({ editionId }) => editionId === chapter.id)?.body
  const { end } = readingText
  return (
    <nav aria-label={end.title} className="mt-10 grid gap-4 text-center">
      {reading.predictions && next ? <Prediction editionId={chapter.id} guess={guess} /> : null}
      {next ? (
        <>
          <a
            data-next={next.id}
            hidden={next.locked !== null}
            href={pathOf(next.id)}
            className={control('accent', 'room-onwards')}
          >
            {end.next(next.title)}
          </a>
          <p data-locked="unfinished" hidden={next.locked !== 'unfinished'} className="text-ink-soft">
            {end.finish(next.title)}
          </p>
          <p data-locked="prediction" hidden={next.locked !== 'prediction'} className="text-ink-soft">
            {end.first(next.title)}
          </p>
        </>
      ) : (
        <>
          <p className="font-serif text-[18px] italic">{end.last}</p>
          <a href={`/read/${reading.id}#done`} className={control('accent', 'room-onwards')}>
            {end.toEnd}
          </a>
        </>
      )}
      {previous ? (
        <a href={pathOf(previous.id)} className={control('plain', 'room-onwards')}>
          {end.previous(previous.title)}
        </a>
      ) : null}
    </nav>
  )
}

/** Says without scripts that the chapter is read, and what may come: where chapters open one by one, nothing else would. */
function FinishedForm({ chapter, reading }: Pick<OnwardsProps, 'chapter' | 'reading'>) {
  const { end } = readingText
  return (
    <form
      method="post"
      action={`/read/${reading.id}/${chapter.id}/finished`}
      className="mt-6 grid gap-3 text-center"
    >
      <input type="hidden" name="paragraph" value={Math.max(0, chapter.paragraphs - 1)} />
      {reading.predictions ? (
        <label className="text-left">
          <span className="font-serif text-[18px]">{end.prediction}</span>
          <textarea name="prediction" rows={3} maxLength={2_000} className={`${FIELD} mt-2`} />
        </label>
      ) : null}
      <button type="submit" className={control('quiet')}>
        {end.read}
      </button>
    </form>
  )
}

function Prediction({ editionId, guess }: { editionId: string; guess: string | undefined }) {
  const { end } = readingText
  return (
    <div data-prediction={editionId} className="room-box needs-script text-left">
      <label htmlFor="prediction" className="font-serif text-[18px]">
        {end.prediction}
      </label>
      <p className="mt-0.5 text-[13.5px] text-ink-soft">{end.predictionHint}</p>
      <textarea id="prediction" rows={3} maxLength={2_000} defaultValue={guess} className={`${FIELD} mt-2`} />
      <div className="mt-2 flex items-center gap-3">
        <button type="button" className={control()}>
          {end.predictionAct}
        </button>
        <output className="text-[13.5px] text-ink-soft" />
      </div>
    </div>
  )
}
