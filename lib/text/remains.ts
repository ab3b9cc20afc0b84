import { wordsOf, type FlatText } from '@/lib/text/flat'
import type { Range } from '@/lib/text/ground'
import { closest, overlap, SHORTEST_LOOKALIKE } from '@/lib/text/lookalike'
import { cutsWord, flatRange, isChance, isTwin, shareAt, trim, type Quest } from '@/lib/text/quest'
import {
  commonPrefix,
  commonSuffix,
  leastSurviving,
  lettersIn,
  survival,
  survivingShare,
  survivingStretch,
} from '@/lib/text/survival'

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

/** Letters in a block at an end of a passage that holds none of its words, as a share of its own: fewer may be a rewritten word. */
const MOST_BESIDE = 1 / 4

/** Characters at an end of a block that are the same as those of another by chance. */
const MOST_TAKEN_FOR_SAME = 2

/** So many letters beside a punctuation mark tell that it is the passage's. */
const BESIDE = 3

/** Most characters by which an approximate find is widened to whole words. */
const LONGEST_REST = 16

/**
 * The words of the passage among those between its positions. A side whose character was deleted has no hold: it can
 * have slid over other words, so there the range ends with the last word that survives.
 */
export function livingWords(quest: Quest, range: Range): Range | null {
  const { plain, quote, ground } = quest
  const words = plain.text.slice(range.from, range.to)
  const { start, end } = ground.alive
  const span = start && end ? null : survival(quote, words)
  const own =
    span && withPunctuation(plain.text, quote, { from: range.from + span.from, to: range.from + span.to })
  const from = start || !own ? range.from : Math.max(range.from, own.from)
  const to = end || !own ? range.to : Math.min(range.to, own.to)
  if (from >= to) return null
  const living = withoutOtherBlocks(quest, { from, to })
  return quote === quote.trim() ? trim(plain.text, living, BLANKS) : living.from < living.to ? living : null
}

/**
 * A passage over several blocks without long ones at its ends that hold nothing of it: writing a block anew, the editor
 * takes equal first or last letters (a quotation mark, say) for the same, so that a position can end up in another block.
 */
function withoutOtherBlocks({ plain, quote }: Quest, { from, to }: Range): Range {
  const words = plain.text.slice(from, to)
  const [first, last] = [words.indexOf('\n'), words.lastIndexOf('\n')]
  if (first < 0) return { from, to }
  const own = survivingStretch(quote, words)
  const most = lettersIn(words.slice(own.from, own.to)) * MOST_BESIDE
  const begin = own.from > first ? words.lastIndexOf('\n', own.from) + 1 : 0
  const end = own.to <= last ? words.indexOf('\n', own.to) : words.length
  const [head, tail] = [words.slice(0, first), words.slice(last + 1)]
  const isOther = (block: string, edge: string, word: string | undefined) =>
    lettersIn(block) > most && !quote.includes(edge) && !wordsOf(quote).some((one) => one.word === word)
  const isHeadOther =
    commonPrefix(quote, words) <= MOST_TAKEN_FOR_SAME &&
    isOther(words.slice(0, begin), head, wordsOf(head)[0]?.word)
  const isTailOther =
    commonSuffix(quote, words) <= MOST_TAKEN_FOR_SAME &&
    isOther(words.slice(end), tail, wordsOf(tail).at(-1)?.word)
  return { from: isHeadOther ? from + begin : from, to: isTailOther ? from + end : to }
}

/** Words survive, but what opens the first and closes the last one belongs to them when the quote had it there. */
function withPunctuation(text: string, quote: string, { from, to }: Range): Range {
  const opening = /[\p{Ps}\p{Pi}"'¿¡]+$/u.exec(text.slice(Math.max(0, from - BESIDE), from))?.[0] ?? ''
  const closing = /^[^\p{L}\p{M}\p{N}\p{Ps}\p{Pi}\s]+/u.exec(text.slice(to, to + BESIDE))?.[0] ?? ''
  const opens = quote.includes(opening + text.slice(from, from + BESIDE))
  const closes = quote.includes(text.slice(Math.max(from, to - BESIDE), to) + closing)
  return { from: opens ? from - opening.length : from, to: closes ? to + closing.length : to }
}

/** The whole quote around what was left of it: undo brought the rest back. */
export function broughtBack(quest: Quest, words: Range): Range | null {
  const { flat, quote } = quest
  if (mayBeTwin(quest)) return null
  const { from, to } = flatRange(flat, words)
  const reach = quote.length - (to - from)
  if (reach < 0) return null
  const area = { from: Math.max(0, from - reach), to: Math.min(flat.text.length, to + reach) }
  const [start] = flat.occurrencesIn(quote, area, 1)
  return start === undefined ? null : flat.range(start, start + quote.length)
}

/**
 * True when the passage was not taken elsewhere: its first and its last word stand in their place, two words at one end, or
 * the word at one end and half of it in all. One word alone may be another's beginning that the editor took for the same.
 */
export function endsStand(quest: Quest, { from, to }: Range): boolean {
  const { plain, quote, ground } = quest
  const words = wordsOf(quote)
  const [first, last] = [words[0], words.at(-1)]
  if (!first || !last) return false
  const text = plain.text.slice(from, to)
  const head = ground.alive.start ? commonPrefix(quote, text) : 0
  const tail = ground.alive.end ? commonSuffix(quote, text) : 0
  if (head >= HOLD || tail >= HOLD) return true
  const firstStands = head >= first.at + first.word.length
  const lastStands = tail >= quote.length - last.at
  if (firstStands && lastStands) return true
  return (firstStands || lastStands) && shareAt(quest, { from, to }) >= LEAST_SURVIVING
}

/** True when what stands between positions without hold may be a twin that is out of sight. */
function mayBeTwin({ ground, twinsKnown }: Quest): boolean {
  return !ground.alive.start && !ground.alive.end && !twinsKnown
}

/** At least half of the passage, in its place: by its positions, or re-made there by Enter or a change of block. */
export function remainsOf(quest: Quest, words: Range | null): Range | null {
  const isKnown = words && !mayBeTwin(quest) && mostlyOwn(quest, words)
  const byPosition = isKnown ? shareAt(quest, words) : 0
  const seen = closestNear(quest)
  // What it begins or ends with stands here by its ids: the same words beside it are a copy.
  const isCopy = words && seen && overlap(words, seen.range) === 0 && endsStand(quest, words)
  const near = isCopy ? null : seen
  const bySight = near ? shareAt(quest, near.range) : 0
  if (near && bySight >= near.least && bySight > byPosition) return near.range
  return words && byPosition >= leastByPosition(quest) ? words : null
}

/** Of a word or two without hold at either end, half may be a common word that was typed there by chance. */
function leastByPosition({ quote, ground }: Quest): number {
  const hasHold = ground.alive.start || ground.alive.end
  const least = leastSurviving(quote)
  return hasHold || !isChance(quote) ? least : Math.max(least, LEAST_SURVIVING_UNFENCED)
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
  const range = found.errors === 0 ? seen : ownWords(quest, withEnds(quest, wholeWords(flat, seen)))
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

/** An approximate search takes neighbours for what is missing at an end of the passage: none of them is its word. */
export function ownWords({ flat, quote }: Quest, range: Range): Range {
  const own = survivingStretch(quote, flat.text.slice(range.from, range.to))
  return withPunctuation(flat.text, quote, { from: range.from + own.from, to: range.from + own.to })
}

/** An approximate search ends anywhere: give it whole words. */
export function wholeWords(flat: FlatText, range: Range): Range {
  let { from, to } = range
  const [least, most] = [Math.max(0, from - LONGEST_REST), Math.min(flat.text.length, to + LONGEST_REST)]
  while (from > least && cutsWord(flat, from)) from -= 1
  while (to < most && cutsWord(flat, to)) to += 1
  return { from, to }
}
