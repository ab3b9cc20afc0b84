'use client'

import Link from 'next/link'
import type { ManuscriptSummary } from '@/lib/manuscript/contract'
import { text } from '@/components/text/en'
import { Pill } from '@/components/ui/pieces'
import { RelativeTime } from '@/components/ui/time'
import { StatusSign } from './status'

/** One more sheet lies under the page from each of these counts of words on: a manuscript grows under the hands. */
const SHEET_WORDS = [1, 5_000, 20_000, 60_000]

function sheetsUnder(words: number): string {
  const sheets = SHEET_WORDS.filter((least) => words >= least).length
  const shadows = Array.from({ length: sheets }, (_, at) => {
    const step = 3 * (at + 1)
    return `${step}px ${step}px 0 -1px var(--paper), ${step}px ${step}px 0 0 var(--rule)`
  })
  return [...shadows, 'var(--shadow)'].join(', ')
}

interface BookCardProps {
  manuscript: ManuscriptSummary
  /** Says the workshop too, where manuscripts of several stand together. */
  showWorkshop?: boolean
}

/** A manuscript as its title page on top of its sheets. */
export function BookCard({ manuscript, showWorkshop }: BookCardProps) {
  const { id, title, language, authors, chapters, words, chaptersInCritique } = manuscript
  return (
    <Link
      href={`/manuscripts/${id}`}
      style={{ boxShadow: sheetsUnder(words) }}
      className="group relative flex min-h-[232px] min-w-0 flex-col overflow-hidden rounded-[5px_12px_12px_5px] border border-rule bg-paper py-5 pr-3 pl-6 transition-transform duration-100 hover:-translate-y-0.5 sm:pr-5 sm:pl-8"
    >
      <span
        aria-hidden
        style={{ backgroundColor: authors[0]?.colour ?? 'var(--accent)' }}
        className="absolute inset-y-0 left-0 w-2"
      />
      <span aria-hidden className="absolute inset-y-0 left-[11px] w-px bg-rule" />
      <span className="truncate text-[12.5px] text-ink-soft">
        {authors.map((author) => author.name).join(', ')}
      </span>
      <span
        lang={language}
        title={title}
        className="mt-2 line-clamp-4 pb-[0.14em] font-serif text-[17.5px] leading-[1.22] font-semibold hyphens-auto sm:text-[21px] tracking-[-0.005em] text-balance group-hover:text-accent"
      >
        {title}
      </span>
      <span className="mt-auto grid gap-1.5 pt-5 text-[12.5px] text-ink-soft">
        {chaptersInCritique > 0 ? (
          <Pill hue="accent" sign={<StatusSign status="in_critique" />} className="justify-self-start">
            {text.manuscript.critiqueNow(chaptersInCritique)}
          </Pill>
        ) : null}
        <span>{text.manuscript.facts(chapters, words)}</span>
        <span className="truncate text-ink-faint">
          {showWorkshop ? `${manuscript.workshop.name} · ` : ''}
          <RelativeTime at={manuscript.editedAt} />
        </span>
      </span>
    </Link>
  )
}

interface BookShelfProps {
  manuscripts: readonly ManuscriptSummary[]
  showWorkshop?: boolean
}

/** Manuscripts side by side, two on a phone. */
export function BookShelf({ manuscripts, showWorkshop }: BookShelfProps) {
  return (
    <ul className="grid grid-cols-[repeat(auto-fill,minmax(min(148px,100%),1fr))] gap-4 pr-3 pb-3 sm:grid-cols-[repeat(auto-fill,minmax(212px,1fr))] sm:gap-6">
      {manuscripts.map((manuscript) => (
        <li key={manuscript.id} className="grid min-w-0">
          <BookCard manuscript={manuscript} showWorkshop={showWorkshop} />
        </li>
      ))}
    </ul>
  )
}
