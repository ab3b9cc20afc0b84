import type { FlatText } from '@/lib/text/flat'
import type { Range } from '@/lib/text/ground'
import { closest, SHORTEST_LOOKALIKE } from '@/lib/text/lookalike'
import { cutsWord, flatRange, isTwin, shareAt, trim, type Quest } from '@/lib/text/quest'
import { leastSurviving, lettersIn, survival, survivingShare } from '@/lib/text/survival'

/** Least share of a passage's characters that must survive in its place (DESIGN §5). */
export const LEAST_SURVIVING = 0.5

/**
 * The same where the place is not known on both sides: half of the letters may stand in the next sentence too,
 * which is then taken for the passage.
 */
const LEAST_SURVIVING_UNFENCED = 0.75

/** Least share of the letters in a range without hold that are the passage's: a word or two may be typed into it. */
const LEAST_OWN = 0.6

/** Characters by which the beginning and the end of a passage are known again near it: two words. */
const HOLD = 12

/** What is trimmed from the ends of a range that is no longer the quote. */
export const BLANKS = ' \n\t\u00a0'

/** Most characters around a passage's place that are searched approximately. */
const WIDEST_SEARCH = 20_000

/** Most characters by which an approximate find is widened to whole words. */
const LONGEST_REST = 16

/**
 * The words of the passage among those between its positions. A side whose character was deleted has no hold: it can
 * have slid over other words, so there the range ends with the last word that survives.
 */
export function livingWords(quest: Quest, range: Range): Range | null {
  const { plain, quote, ground } = quest
  const words = plain.text.slice(range.from, range.to)
  const span = ground.alive.start && ground.alive.end ? null : survival(quote, words)
  const from = ground.alive.start || !span ? range.from : range.from + span.from
  const to = ground.alive.end || !span ? range.to : withPunctuation(quest, range, range.from + span.to)
  if (from >= to) return null
  return quote === quote.trim() ? trim(plain.text, { from, to }, BLANKS) : { from, to }
}

/** Words survive, but the full stop after the last one belongs to it when the quote had one there. */
function withPunctuation({ plain, quote }: Quest, range: Range, to: number): number {
  const after = /^[^\p{L}\p{M}\p{N}\s]+/u.exec(plain.text.slice(to, range.to))?.[0] ?? ''
  return quote.includes(plain.text.slice(Math.max(range.from, to - 3), to) + after) ? to + after.length : to
}

/** The whole quote around what was left of it: undo brought the rest back. */
export function broughtBack({ flat, quote }: Quest, words: Range): Range | null {
  const { from, to } = flatRange(flat, words)
  const reach = quote.length - (to - from)
  if (reach < 0) return null
  const area = { from: Math.max(0, from - reach), to: Math.min(flat.text.length, to + reach) }
  const [start] = flat.occurrencesIn(quote, area, 1)
  return start === undefined ? null : flat.range(start, start + quote.length)
}

/** At least half of the passage, in its place: by its positions, or re-made there by Enter or a change of block. */
export function remainsOf(quest: Quest, words: Range | null): Range | null {
  const byPosition = words && mostlyOwn(quest, words) ? shareAt(quest, words) : 0
  const near = closestNear(quest)
  const bySight = near ? shareAt(quest, near.range) : 0
  if (near && bySight >= near.least && bySight > byPosition) return near.range
  return words && byPosition >= leastSurviving(quest.quote) ? words : null
}

/** A range without hold on one side must be the passage's words for the most part, not only contain them. */
export function mostlyOwn({ plain, quote }: Quest, range: Range): boolean {
  const words = plain.text.slice(range.from, range.to)
  const own = survivingShare(quote, words) * (lettersIn(quote) || quote.length)
  return own >= (lettersIn(words) || words.length) * LEAST_OWN
}

function closestNear(quest: Quest): { range: Range; least: number } | null {
  const { flat, hole, quote, ground } = quest
  if (!hole || quote.length < SHORTEST_LOOKALIKE) return null
  const gap = flatRange(flat, ground.gap)
  const reach = Math.ceil(quote.length * (1 + LEAST_SURVIVING))
  const from = ground.fenced.left ? hole.from : Math.max(Math.min(gap.from, hole.from), hole.from - reach)
  const most = ground.fenced.right ? hole.to : Math.min(Math.max(gap.to, hole.to), hole.to + reach)
  const found = closest(flat.text.slice(from, Math.min(most, from + WIDEST_SEARCH)), quote, LEAST_SURVIVING)
  if (!found) return null
  const seen = { from: from + found.from, to: from + found.to }
  const range = found.errors === 0 ? seen : withEnds(quest, wholeWords(flat, seen))
  if (isTwin(quest, range)) return null
  const inside = range.from >= hole.from && range.to <= hole.to
  const fenced = inside && ground.fenced.left && ground.fenced.right
  if (!fenced && !quest.twinsKnown) return null
  return {
    range: flat.range(range.from, range.to),
    least: fenced ? LEAST_SURVIVING : LEAST_SURVIVING_UNFENCED,
  }
}

/** Words typed into the middle of a passage make a search for it stop short of its ends: look for these too. */
function withEnds({ flat, quote }: Quest, range: Range): Range {
  const head = flat.text.lastIndexOf(quote.slice(0, HOLD), range.from)
  const tail = flat.text.indexOf(quote.slice(-HOLD), range.to - HOLD)
  const wider = {
    from: head >= 0 && range.from - head <= quote.length ? head : range.from,
    to: tail >= 0 && tail - range.to <= quote.length ? tail + HOLD : range.to,
  }
  const share = ({ from, to }: Range) => survivingShare(quote, flat.text.slice(from, to))
  return share(wider) > share(range) ? wider : range
}

/** An approximate search ends anywhere: give it whole words. */
export function wholeWords(flat: FlatText, range: Range): Range {
  let { from, to } = range
  const [least, most] = [Math.max(0, from - LONGEST_REST), Math.min(flat.text.length, to + LONGEST_REST)]
  while (from > least && cutsWord(flat, from)) from -= 1
  while (to < most && cutsWord(flat, to)) to += 1
  return { from, to }
}
