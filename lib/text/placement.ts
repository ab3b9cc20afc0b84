import type { Anchor } from '@/lib/text/anchor'
import { flatten } from '@/lib/text/flat'
import type { Range } from '@/lib/text/ground'
import { lookalikes } from '@/lib/text/lookalike'
import { piecesOf } from '@/lib/text/pieces'
import type { PlainText } from '@/lib/text/plain'
import { flatRange, isAround, isTwin, prepare, shareAt, trim, type Quest } from '@/lib/text/quest'
import {
  BLANKS,
  broughtBack,
  endsStand,
  LEAST_SURVIVING,
  livingWords,
  ownWords,
  remainsOf,
  wholeWords,
} from '@/lib/text/remains'
import {
  atHome,
  clearest,
  judge,
  standingsOf,
  standsOut,
  STRONG_CONTEXT,
  type Standing,
} from '@/lib/text/standing'
import { survivingShare } from '@/lib/text/survival'

/** A passage that may be the one looked for. `score` from 0 to 1. */
export interface Candidate {
  from: number
  to: number
  score: number
}

/**
 * What became of an anchor in the text as it is now. Offsets are UTF-16 code units of plain text, end-exclusive.
 * - `exact`: the passage stands in its place, whole or at least half of it;
 * - `moved`: found again elsewhere;
 * - `unplaced`: `rewritten` (other words stand from `near` to `nearTo`), `gone` (nothing stands there; `near`
 *   is an offset in the nearest surviving block), `unsure` (several passages may be it).
 */
export type Placement =
  | { state: 'exact'; from: number; to: number }
  | { state: 'moved'; from: number; to: number; score: number }
  | { state: 'unplaced'; reason: 'rewritten'; near: number; nearTo: number }
  | { state: 'unplaced'; reason: 'gone'; near: number }
  | { state: 'unplaced'; reason: 'unsure'; near: number; candidates: Candidate[] }

/** And where the words stand elsewhere altogether. */
const LEAST_SURVIVING_ELSEWHERE = 0.8

/** Most errors, as a share of the quote, with which words elsewhere still count as the passage moved and edited. */
const MOVED_ERRORS = 0.25

/** Most candidates shown to a person who is asked where a note belongs. */
const MOST_CANDIDATES = 5

/**
 * Finds the passage of an anchor in the text (AN rules of SPEC.md). The answer is verified: `exact` and `moved` are
 * only given for words that are the quote or hold enough of it, never by position alone. Pure: the same text and
 * anchor give the same answer in every browser and on the server.
 */
export function place(plain: PlainText, anchor: Anchor): Placement {
  const found = wordsAtPositions(plain, anchor)
  if (found && readsAs(plain.text.slice(found.from, found.to), anchor.quote)) return here(anchor, found)
  const quest = prepare(plain, anchor)
  const words = found && livingWords(quest, found)
  const brought = words && broughtBack(quest, words)
  if (brought) return here(anchor, brought)
  if (words && quest.ground.alive.start && quest.ground.alive.end && shareAt(quest, words) >= LEAST_SURVIVING)
    return here(anchor, words)

  const standings = standingsOf(quest)
  const home = clearest(standings.filter((one) => atHome(quest, one)))
  if (home) return here(anchor, quest.flat.range(home.from, home.to))
  const remains = remainsOf(quest, words)
  if (remains) return here(anchor, remains)

  if (words && endsStand(quest, words)) return trace(quest, standings)
  const away = standings.filter((one) => !atHome(quest, one))
  const sure = clearest(away.filter((one) => standsOut(quest, one)))
  if (sure && sure === clearest(away)) return movedTo(quest, sure)
  const edited = away.length === 0 ? editedElsewhere(quest) : []
  const clear = clearest(edited)
  if (clear) return movedTo(quest, clear)
  const again = betweenContextElsewhere(quest)
  if (again && readsAs(plain.text.slice(again.from, again.to), anchor.quote))
    return movedTo(quest, judge(quest, flatRange(quest.flat, again), 1))
  return trace(quest, standings.length > 0 ? standings : edited)
}

/** The same words, but for line breaks. */
function readsAs(words: string, quote: string): boolean {
  return words === quote || flatten(words) === flatten(quote)
}

/** `place` for each anchor, in their order. The threads of a chapter share its index: make `plain` once. */
export function placeAll(plain: PlainText, anchors: readonly Anchor[]): Placement[] {
  return anchors.map((anchor) => place(plain, anchor))
}

/**
 * A piece of `placeAll`: goes on behind the placements that are there, one at least, until `mayGoOn` says no or all are
 * placed. The text must not have changed since the first of them.
 * @returns true when every anchor has its placement
 */
export function placeMore(
  plain: PlainText,
  anchors: readonly Anchor[],
  placements: Placement[],
  mayGoOn: () => boolean,
): boolean {
  for (const anchor of anchors.slice(placements.length)) {
    placements.push(place(plain, anchor))
    if (!mayGoOn()) break
  }
  return placements.length === anchors.length
}

function here(anchor: Anchor, { from, to }: Range): Placement {
  if (anchor.movedScore !== null) return { state: 'moved', from, to, score: anchor.movedScore }
  return { state: 'exact', from, to }
}

function movedTo(quest: Quest, { from, to, score }: Standing): Placement {
  return { state: 'moved', ...quest.flat.range(from, to), score }
}

/**
 * What stands between the positions of the first and the last character; null when nothing does. Where all that is known of
 * one of them is that its block is gone: what stands on this side of the other in the block of that.
 */
function wordsAtPositions(plain: PlainText, anchor: Anchor): Range | null {
  const start = plain.resolve(anchor.start)
  const end = plain.resolve(anchor.end)
  if (start && end) return trim(plain.text, { from: start.offset, to: end.offset }, '\n')
  const known = start ?? end
  if (known?.bound !== 'character') return null
  const most = anchor.quote.length * 2
  const block = plain.blocks[plain.blockAt(start ? known.offset : known.offset - 1)]
  if (!block) return null
  const to = start ? Math.min(block.to, known.offset + most) : known.offset
  return trim(
    plain.text,
    { from: start ? known.offset : Math.max(block.from, known.offset - most), to },
    '\n',
  )
}

/** Passages elsewhere that read nearly like the quote, which itself stands nowhere. */
function editedElsewhere(quest: Quest): Standing[] {
  const { flat, quote } = quest
  return lookalikes(flat, quote, MOVED_ERRORS)
    .map((found) => (found.errors === 0 ? found : ownWords(quest, wholeWords(flat, found))))
    .filter((range) => !isTwin(quest, range))
    .map((range) => judge(quest, range, survivingShare(quote, flat.text.slice(range.from, range.to))))
    .filter((one) => one.likeness >= LEAST_SURVIVING_ELSEWHERE && standsOut(quest, one))
}

/** What is left to say of a passage that was not found. */
function trace(quest: Quest, candidates: readonly Candidate[]): Placement {
  const changed = changedWords(quest)
  const within = candidates.some((one) => changed && isAround(flatRange(quest.flat, changed), one))
  if (changed && !within && /[\p{L}\p{N}]/u.test(quest.plain.text.slice(changed.from, changed.to)))
    return { state: 'unplaced', reason: 'rewritten', near: changed.from, nearTo: changed.to }
  const near = changed?.from ?? quest.ground.near
  const known = candidates.length > 0 ? candidates : scattered(quest)
  if (known.length === 0) return { state: 'unplaced', reason: 'gone', near }
  const best = known.toSorted((a, b) => b.score - a.score).slice(0, MOST_CANDIDATES)
  return {
    state: 'unplaced',
    reason: 'unsure',
    near,
    candidates: best.map(({ from, to, score }) => ({ ...quest.flat.range(from, to), score })),
  }
}

/** The pieces of a passage that was cut up, as candidates: the score is the share of its letters in a piece. */
function scattered(quest: Quest): Candidate[] {
  return piecesOf(quest).map(({ from, to }) => ({ from, to, score: (to - from) / quest.quote.length }))
}

/** The words that stand where the passage stood, without blanks at their ends; empty when none do; null if unknown. */
function changedWords(quest: Quest): Range | null {
  const { ground, plain, flat, quote } = quest
  const { left, right } = ground.fenced
  const zone = flatRange(flat, ground.zone)
  const range =
    left && right
      ? ground.hole
      : (betweenContext(quest, zone, quote.length * 4 + 400) ?? betweenContextElsewhere(quest) ?? ground.hole)
  if (!range) return null
  return trim(plain.text, range, BLANKS) ?? { from: range.from, to: range.from }
}

/** Where nothing stands that the positions know: what stands between the words around the passage, wherever they went. */
function betweenContextElsewhere(quest: Quest): Range | null {
  const { flat, quote } = quest
  const { alive, fenced } = quest.ground
  if (alive.start || alive.end || fenced.left || fenced.right) return null
  const range = betweenContext(quest, { from: 0, to: flat.text.length }, quote.length * 2 + 100)
  return range && (trim(quest.plain.text, range, BLANKS) ?? range)
}

/** At most so many characters between the words that stood around the passage, where those before it stand once in a zone. */
function betweenContext({ flat, prefix, suffix }: Quest, zone: Range, most: number): Range | null {
  const before = prefix.trimEnd().slice(-STRONG_CONTEXT)
  const after = suffix.trimStart().slice(0, STRONG_CONTEXT)
  if (before.length < STRONG_CONTEXT || after.length < STRONG_CONTEXT) return null
  const [left, another] = flat.occurrencesIn(before, zone, 2)
  if (left === undefined || another !== undefined) return null
  const from = left + before.length
  const [to] = flat.occurrencesIn(after, { from, to: Math.min(zone.to, from + most) }, 1)
  if (to === undefined) return null
  return flat.text.slice(from, to).trim() === '' ? flat.range(to, to) : flat.range(from, to)
}
