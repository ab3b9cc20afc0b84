'use client'

import { useState } from 'react'
import useSWR from 'swr'
import { fetchView } from '@/components/api'
import { dateInWords } from '@/components/text/dates'
import { pastText as words } from '@/components/text/past'
import { Avatar } from '@/components/ui/avatar'
import { classes } from '@/components/ui/classes'
import { EmptyState } from '@/components/ui/pieces'
import type { ChapterView } from '@/lib/manuscript/contract'
import type { AuthorsView } from '@/lib/manuscript/contract.past'
import { PastFrame, PastHeading } from './past-frame'
import { NotThere, Waiting } from './waiting'
import { lineOf, WrittenText } from './written-text'
import './past.css'

interface LegendProps {
  people: AuthorsView['people']
  only: number | null
  onOnly: (index: number | null) => void
}

/** Who wrote how much; a person can be looked at alone. */
function Legend({ people, only, onOnly }: LegendProps) {
  const all = people.reduce((sum, { characters }) => sum + characters, 0)
  return (
    <ul aria-label={words.people} className="grid gap-1">
      {people.map(({ person, characters, words: many }, index) => (
        <li key={person.userId}>
          <button
            type="button"
            aria-pressed={only === index}
            title={words.only(person.name)}
            onClick={() => onOnly(only === index ? null : index)}
            className={classes(
              'touch flex w-full items-center gap-3 rounded-control px-2.5 py-2 text-left',
              only === index ? 'bg-raised shadow-card' : 'hover:bg-ink/6',
            )}
          >
            <Avatar name={person.name} colour={person.colour} decorative />
            <span className="min-w-0 flex-1">
              <span className="block truncate font-medium">{person.name}</span>
              <span className="block text-[12.5px] text-ink-soft tabular-nums">
                {words.share((100 * characters) / Math.max(all, 1))} · {words.words(many)}
              </span>
            </span>
            <span
              aria-hidden
              style={{ '--person': person.colour }}
              data-line={lineOf(index)}
              className="written-piece written-sample"
            >
              Aa
            </span>
          </button>
        </li>
      ))}
    </ul>
  )
}

/** The chapter as it is, each passage in the colour of whoever wrote it. */
export function AuthorsScreen({ chapter }: { chapter: ChapterView }) {
  const [only, setOnly] = useState<number | null>(null)
  const { data, error, mutate } = useSWR<AuthorsView, Error>(`/chapters/${chapter.id}/authors`, fetchView)
  const isEmpty = data?.blocks.every(({ pieces }) => pieces.length === 0) ?? false
  return (
    <PastFrame chapter={chapter} here="authors">
      <div className="mx-auto grid max-w-[1180px] grid-cols-[minmax(0,1fr)] lg:grid-cols-[minmax(0,1fr)_264px]">
        <article className="min-h-[70dvh] bg-paper px-5 pt-7 pb-24 shadow-card max-lg:order-2 sm:mx-4 sm:mt-[22px] sm:rounded-t-[12px] sm:px-12">
          <PastHeading title={words.authors}>
            {data?.since ? words.authorsSince(dateInWords(new Date(data.since))) : words.authorsLead}
          </PastHeading>
          {error ? (
            <NotThere onAgain={() => void mutate()} />
          ) : !data ? (
            <Waiting />
          ) : isEmpty ? (
            <EmptyState title={words.nothingTitle}>{words.nothing}</EmptyState>
          ) : (
            <WrittenText view={data} only={only} language={chapter.manuscript.language} />
          )}
        </article>
        <aside
          aria-label={words.people}
          className="px-3 pt-4 max-lg:order-1 lg:sticky lg:top-(--bar) lg:max-h-[calc(100dvh-var(--bar))] lg:self-start lg:overflow-y-auto lg:py-[30px]"
        >
          {data && !isEmpty ? <Legend people={data.people} only={only} onOnly={setOnly} /> : null}
        </aside>
      </div>
    </PastFrame>
  )
}
