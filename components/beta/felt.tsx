'use client'

import { useState } from 'react'
import useSWR from 'swr'
import type { EditionSummary, EditionView } from '@/lib/beta/contract'
import type { BetaReport, ReactionSpot } from '@/lib/beta/contract.report'
import { fetchView } from '@/components/api'
import { betaText, reactionWords } from '@/components/text/beta'
import { Choice, Field, Select } from '@/components/ui/field'
import { Panel, Skeleton } from '@/components/ui/pieces'
import { REACTION_HUES } from './feelings'

const words = betaText.report

function Heat({ spot, readers }: { spot: ReactionSpot | undefined; readers: number }) {
  return (
    <span className="grid w-16 shrink-0 content-start gap-1 pt-2 sm:w-20">
      {spot?.byReaction.map(({ reaction, people }) => (
        <span
          key={reaction}
          title={words.times(reactionWords[reaction], people)}
          className="block h-3.5 rounded-[3px]"
          style={{
            width: `${Math.max(14, (100 * people) / Math.max(1, readers))}%`,
            background: REACTION_HUES[reaction],
          }}
        >
          <span className="sr-only">{words.times(reactionWords[reaction], people)}</span>
        </span>
      ))}
    </span>
  )
}

function Legend({ spots }: { spots: readonly ReactionSpot[] }) {
  const totals = new Map<keyof typeof reactionWords, number>()
  for (const { byReaction } of spots)
    for (const { reaction, people } of byReaction) totals.set(reaction, (totals.get(reaction) ?? 0) + people)
  return (
    <ul className="mt-4 flex flex-wrap gap-x-4 gap-y-1 text-[12.5px] text-ink-soft">
      {[...totals].map(([reaction, people]) => (
        <li key={reaction}>
          <span
            aria-hidden
            className="mr-1.5 inline-block size-2.5 rounded-[3px]"
            style={{ background: REACTION_HUES[reaction] }}
          />
          {words.times(reactionWords[reaction], people)}
        </li>
      ))}
    </ul>
  )
}

interface StripProps {
  sessionId: string
  edition: EditionSummary
  spots: readonly ReactionSpot[]
  readers: number
  language: string
  everything: boolean
}

function Strip({ sessionId, edition, spots, readers, language, everything }: StripProps) {
  const { data } = useSWR(`/beta-sessions/${sessionId}/editions/${edition.id}`, fetchView<EditionView>)
  if (!data) return <Skeleton className="h-40" />
  const byParagraph = new Map(spots.map((spot) => [spot.paragraph, spot]))
  return (
    <ol className="grid max-h-[70vh] list-none gap-1 overflow-y-auto" tabIndex={0} aria-label={words.felt}>
      {data.paragraphs.map(({ id, text }, index) => {
        const spot = byParagraph.get(index)
        if (!spot && !everything) return null
        return (
          <li key={id} className="flex gap-3">
            <Heat spot={spot} readers={readers} />
            <p
              lang={language}
              className="min-w-0 flex-1 font-serif text-[16px] leading-[1.65] whitespace-pre-line"
            >
              {text === '' ? betaText.questions.sceneBreak : text}
            </p>
          </li>
        )
      })}
    </ol>
  )
}

interface FeltProps {
  report: BetaReport
  language: string
}

/** A heat strip beside the text of an edition: what how many readers felt where. */
export function Felt({ report, language }: FeltProps) {
  const { sessionId, editions, reactions, readers } = report
  const felt = (id: string) => reactions.filter(({ editionId }) => editionId === id)
  const first = editions.find(({ id }) => felt(id).length > 0) ?? editions[0]
  const [chosen, setChosen] = useState(first?.id ?? '')
  const [show, setShow] = useState<'felt' | 'all'>('felt')
  const edition = editions.find(({ id }) => id === chosen)
  const spots = felt(chosen)
  return (
    <Panel title={words.felt}>
      <div className="mb-4 grid items-end gap-3 sm:grid-cols-[minmax(0,1fr)_auto] print:hidden">
        <Field label={words.edition}>
          {(wiring) => (
            <Select {...wiring} value={chosen} onChange={(event) => setChosen(event.currentTarget.value)}>
              {editions.map(({ id, title, number }) => (
                <option key={id} value={id}>
                  {title}, {betaText.editions.of(number).toLowerCase()}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Choice
          label={words.show}
          value={show}
          onChange={setShow}
          options={[
            { value: 'felt', label: words.onlyFelt },
            { value: 'all', label: words.allText },
          ]}
        />
      </div>
      {spots.length === 0 ? <p className="text-ink-soft">{words.feltNone}</p> : null}
      {edition && (spots.length > 0 || show === 'all') ? (
        <Strip
          {...{ sessionId, edition, spots, language }}
          readers={readers.length}
          everything={show === 'all'}
        />
      ) : null}
      <Legend spots={spots} />
    </Panel>
  )
}
