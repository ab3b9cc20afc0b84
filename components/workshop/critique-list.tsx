'use client'

import Link from 'next/link'
import type { ChapterSummary, DeskChapter } from '@/lib/manuscript/contract'
import { readingTime } from '@/components/text/count'
import { text } from '@/components/text/en'
import { roundsText } from '@/components/text/rounds'
import { Avatar } from '@/components/ui/avatar'
import { Pill } from '@/components/ui/pieces'
import { RelativeTime } from '@/components/ui/time'

/** A chapter up for critique wherever it is listed; what only the desk knows may be absent. */
export type CritiqueChapter = ChapterSummary &
  Pick<DeskChapter, 'manuscript' | 'authors'> &
  Partial<Pick<DeskChapter, 'workshop' | 'visitedAt' | 'newComments' | 'role' | 'asked'>>

function Visited({ chapter }: { chapter: CritiqueChapter }) {
  if (chapter.visitedAt === undefined) return null
  if (chapter.newComments) return <Pill hue="clarity">{text.desk.newNotes(chapter.newComments)}</Pill>
  if (chapter.role === 'author') return <Pill>{text.desk.yours}</Pill>
  if (chapter.visitedAt === null)
    return (
      <Pill hue="accent" sign={<span aria-hidden className="size-1.5 rounded-full bg-current" />}>
        {text.desk.notOpened}
      </Pill>
    )
  return (
    <span className="text-[12.5px] whitespace-nowrap text-ink-faint">
      {text.desk.opened} <RelativeTime at={chapter.visitedAt} />
    </span>
  )
}

/** What the author wants to know, and until when. */
function Asked({ asked }: Pick<CritiqueChapter, 'asked'>) {
  if (!asked) return null
  return (
    <span className="mt-1.5 block border-l-2 border-accent/50 pl-2.5">
      <span className="sr-only">{text.desk.asked} </span>
      <span dir="auto" className="line-clamp-2 font-serif text-[14.5px] leading-snug italic">
        {asked.question}
      </span>
      {asked.endsAt ? (
        <span className="text-[12.5px] text-ink-soft">
          {roundsText.until} <RelativeTime at={asked.endsAt} />
        </span>
      ) : null}
    </span>
  )
}

function CritiqueRow({ chapter }: { chapter: CritiqueChapter }) {
  const author = chapter.authors[0]
  return (
    <li className="border-t border-rule first:border-t-0">
      <Link
        href={`/chapters/${chapter.id}`}
        className="group -mx-2 flex items-start gap-3.5 rounded-control px-2 py-3.5 hover:bg-ink/4"
      >
        {author ? <Avatar name={author.name} colour={author.colour} decorative className="mt-0.5" /> : null}
        <span className="flex min-w-0 flex-1 gap-x-4 gap-y-1.5 max-sm:flex-col">
          <span className="min-w-0 flex-1">
            <span className="line-clamp-2 font-serif text-[17.5px] leading-snug font-semibold group-hover:text-accent">
              {chapter.title}
            </span>
            <span className="mt-0.5 line-clamp-2 text-[13px] text-ink-soft">
              {chapter.manuscript.title}
              {author ? ` · ${chapter.authors.map((one) => one.name).join(', ')}` : ''}
              {chapter.workshop ? ` · ${chapter.workshop.name}` : ''}
            </span>
            <Asked asked={chapter.asked} />
            <span className="mt-1.5 flex flex-wrap items-center gap-x-3 gap-y-1 text-[12.5px] text-ink-soft">
              <span>{text.manuscript.words(chapter.words)}</span>
              <span>{readingTime(chapter.words)}</span>
              {chapter.openThreads > 0 ? <span>{text.manuscript.notes(chapter.openThreads)}</span> : null}
            </span>
          </span>
          <span className="shrink-0 sm:mt-0.5">
            <Visited chapter={chapter} />
          </span>
        </span>
      </Link>
    </li>
  )
}

/** Chapters that wait for critique, as a reading list. */
export function CritiqueList({ chapters }: { chapters: readonly CritiqueChapter[] }) {
  return (
    <ul className="-mt-2 -mb-1.5">
      {chapters.map((chapter) => (
        <CritiqueRow key={chapter.id} chapter={chapter} />
      ))}
    </ul>
  )
}
