import search from 'approx-string-match'
import { wordsOf, type FlatText } from '@/lib/text/flat'

/** A stretch of flat text that reads like a quote; `errors` characters differ. */
export interface Lookalike {
  readonly from: number
  readonly to: number
  readonly errors: number
}

/** Shorter quotes are not searched approximately: a few characters resemble too much. */
export const SHORTEST_LOOKALIKE = 20

/** Longer quotes are searched by their two ends of this length: the search costs length × errors. */
const LONGEST_SEARCH = 1_000
const END_LENGTH = 256

/** Most stretches looked at closely, best first. More would be as many candidates, and no answer. */
const MOST_WINDOWS = 12

/** A stretch is looked at closely when it shares at least this much of the quote's telling letters in one row. */
const LEAST_SHARED = 0.3

/** A quote without a blank (one word, or a script without spaces) is searched for in the whole text, this often. */
const MOST_WHOLE_SEARCHES = 3

/** Characters that two ranges have in common. */
export function overlap(a: { from: number; to: number }, b: { from: number; to: number }): number {
  return Math.max(0, Math.min(a.to, b.to) - Math.max(a.from, b.from))
}

/** True when two ranges share more than half of the second: then they are one passage, found twice. */
export function mostlySame(a: { from: number; to: number }, b: { from: number; to: number }): boolean {
  return overlap(a, b) * 2 > b.to - b.from
}

/**
 * The best stretch in `text` that differs from `quote` in at most `errorShare` of its characters, or null. Offsets
 * are those of `text`. Myers' bit-vector search (approx-string-match).
 */
export function closest(text: string, quote: string, errorShare: number): Lookalike | null {
  if (quote.length > LONGEST_SEARCH) return closestByEnds(text, quote, errorShare)
  const matches = search(text, quote, Math.floor(quote.length * errorShare))
  let best: Lookalike | null = null
  for (const { start, end, errors } of matches)
    if (end > start && (best === null || errors < best.errors)) best = { from: start, to: end, errors }
  return best
}

function closestByEnds(text: string, quote: string, errorShare: number): Lookalike | null {
  const head = closest(text, quote.slice(0, END_LENGTH), errorShare)
  if (!head) return null
  // A stretch that is shorter by more than the errors allowed cannot be it, so its end is not looked for sooner.
  const soonest = head.from + Math.floor(quote.length * (1 - errorShare)) - END_LENGTH
  const tail = closest(
    text.slice(soonest, head.from + quote.length * 2),
    quote.slice(-END_LENGTH),
    errorShare,
  )
  if (!tail) return null
  const errors = Math.round(((head.errors + tail.errors) / (2 * END_LENGTH)) * quote.length)
  return { from: head.from, to: soonest + tail.to, errors }
}

/**
 * Stretches of the chapter that read like `quote` (flat), best first, no two mostly the same, the quote's own standings
 * included. Candidates come from the telling words they share in one row, so the cost hardly grows with the chapter;
 * a quote of nothing but common words has none.
 */
export function lookalikes(flat: FlatText, quote: string, errorShare: number): Lookalike[] {
  if (quote.length < SHORTEST_LOOKALIKE) return []
  const words = wordsOf(quote)
  const telling = words.filter(({ word }) => flat.knows(word))
  const windows = /\s/.test(quote) ? likelyWindows(flat, quote, telling) : [{ from: 0, to: flat.text.length }]
  const most = /\s/.test(quote) ? MOST_WINDOWS : MOST_WHOLE_SEARCHES
  const found: Lookalike[] = []
  for (const window of windows) gather(flat.text, quote, errorShare, { window, found, most })
  found.sort((a, b) => a.errors - b.errors)
  return found.filter((one, i) => found.slice(0, i).every((better) => !mostlySame(better, one)))
}

function gather(
  text: string,
  quote: string,
  errorShare: number,
  into: { window: { from: number; to: number }; found: Lookalike[]; most: number },
): void {
  const { window, found, most } = into
  if (window.to - window.from < quote.length * (1 - errorShare) || found.length >= most) return
  const best = closest(text.slice(window.from, window.to), quote, errorShare)
  if (!best) return
  const from = window.from + best.from
  const to = window.from + best.to
  found.push({ from, to, errors: best.errors })
  // The search gives only the best; what is second best decides whether the best is clear.
  const quarter = quote.length >> 2
  gather(text, quote, errorShare, { window: { from: window.from, to: from + quarter }, found, most })
  gather(text, quote, errorShare, { window: { from: to - quarter, to: window.to }, found, most })
}

function likelyWindows(
  flat: FlatText,
  quote: string,
  telling: readonly { word: string; at: number }[],
): { from: number; to: number }[] {
  const step = Math.max(16, quote.length >> 2)
  // Diagonals begin before the text by as much as the quote is long.
  const first = -Math.ceil(quote.length / step) - 1
  const votes = new Int32Array(Math.floor(flat.text.length / step) - first + 2)
  let total = 0
  for (const { word, at } of telling) {
    total += word.length
    for (const place of flat.placesOf(word)) {
      const index = Math.floor((place - at) / step) - first
      votes[index] = (votes[index] ?? 0) + word.length
    }
  }
  const likely: { diagonal: number; shared: number }[] = []
  for (let index = 0; index + 1 < votes.length; index += 1) {
    const shared = (votes[index] ?? 0) + (votes[index + 1] ?? 0)
    if (shared > 0 && shared >= total * LEAST_SHARED) likely.push({ diagonal: index + first, shared })
  }
  return likely
    .sort((a, b) => b.shared - a.shared)
    .slice(0, MOST_WINDOWS)
    .map(({ diagonal }) => ({
      from: Math.max(0, (diagonal - 1) * step),
      to: Math.min(flat.text.length, (diagonal + 3) * step + quote.length),
    }))
}
