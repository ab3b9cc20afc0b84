'use client'

import type { BetaReport, ReactionSpot } from '@/lib/beta/contract.report'
import { betaText, reactionWords } from '@/components/text/beta'
import { quoted } from '@/components/text/quoted'
import { Panel } from '@/components/ui/pieces'
import { REACTION_HUES, strongest } from './feelings'

const words = betaText.report

/** The words at a spot that most of those who reacted there quoted. */
function quoteAt({ notes }: BetaReport, spot: ReactionSpot): string {
  const quotes = notes
    .filter(
      ({ editionId, paragraph, reaction }) =>
        editionId === spot.editionId && paragraph === spot.paragraph && reaction,
    )
    .map(({ quote }) => quote)
  const times = (quote: string) => quotes.filter((one) => one === quote).length
  return [...quotes].sort((a, b) => times(b) - times(a) || a.length - b.length)[0] ?? ''
}

/** Longer passages are shown by their beginning. */
const SHOWN = 140

function Spot({ report, spot, split }: { report: BetaReport; spot: ReactionSpot; split: boolean }) {
  const quote = quoteAt(report, spot)
  const ranked = [...spot.byReaction].sort((a, b) => b.people - a.people)
  const [first] = ranked
  if (!first) return null
  const parts = ranked.map(({ reaction, people }) => `${people} ${reactionWords[reaction]}`)
  return (
    <li
      className="border-l-3 py-1 pl-3"
      style={{ borderColor: split ? 'var(--pacing)' : REACTION_HUES[first.reaction] }}
    >
      <span className="font-serif italic">
        {quoted(quote.length > SHOWN ? `${quote.slice(0, SHOWN).trimEnd()}…` : quote)}
      </span>
      <span className="block text-[12.5px] text-ink-soft">
        {split
          ? words.split(parts)
          : words.outOf(first.people, report.readers.length, reactionWords[first.reaction])}
      </span>
    </li>
  )
}

/** The passages about which readers agree the most, and those that split them. */
export function Agreed({ report }: { report: BetaReport }) {
  const { agreed, split } = strongest(report.reactions)
  const rows = [
    ...agreed.map((spot) => ({ spot, split: false })),
    ...split.map((spot) => ({ spot, split: true })),
  ]
  return (
    <Panel title={words.agree}>
      {rows.length === 0 ? <p className="text-ink-soft">{words.agreeNone}</p> : null}
      <ul className="grid gap-3">
        {rows.map((row) => (
          <Spot key={`${row.spot.editionId} ${row.spot.paragraph}`} report={report} {...row} />
        ))}
      </ul>
    </Panel>
  )
}
