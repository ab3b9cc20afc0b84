import type { Anchor } from '@/lib/text/anchor'
import { flatten, flatText, insideWord, type FlatText } from '@/lib/text/flat'
import { survey, type Ground, type Range } from '@/lib/text/ground'
import { mostlySame } from '@/lib/text/lookalike'
import type { PlainText } from '@/lib/text/plain'
import { survivingShare } from '@/lib/text/survival'

/** Fewer words and fewer characters than this turn up by chance: elsewhere they need context. */
const CHANCE_WORDS = 3
export const CHANCE_LENGTH = 16

/** All that one placement works on. Ranges in it are flat. */
export interface Quest {
  readonly plain: PlainText
  readonly flat: FlatText
  readonly anchor: Anchor
  readonly ground: Ground
  readonly quote: string
  readonly prefix: string
  readonly suffix: string
  readonly hole: Range | null
  /** Where the twins of the passage stand; these words are not ours. */
  readonly twins: readonly number[]
  /** False when some twin is out of sight, so that what reads like the quote may be that twin. */
  readonly twinsKnown: boolean
}

/** Resolves an anchor in a text, ready to be looked for. */
export function prepare(plain: PlainText, anchor: Anchor): Quest {
  const flat = flatText(plain)
  const ground = survey(plain, anchor)
  const spots = anchor.twins.map((twin) => plain.resolve(twin))
  const alive = spots.filter((spot) => spot?.bound === 'character')
  return {
    plain,
    flat,
    anchor,
    ground,
    quote: flatten(anchor.quote),
    prefix: flatten(anchor.prefix),
    suffix: flatten(anchor.suffix),
    hole: ground.hole && flatRange(flat, ground.hole),
    twins: alive.map((spot) => flat.flat(spot?.offset ?? 0)),
    twinsKnown: alive.length === spots.length && !anchor.crowded,
  }
}

/** A plain range as a flat one. */
export function flatRange(flat: FlatText, range: Range): Range {
  return { from: flat.flat(range.from), to: flat.flat(range.to) }
}

/** A range of `text` without any of `blanks` at its ends; null when nothing else is in it. */
export function trim(text: string, range: Range, blanks: string): Range | null {
  let { from, to } = range
  while (from < to && blanks.includes(text.charAt(from))) from += 1
  while (from < to && blanks.includes(text.charAt(to - 1))) to -= 1
  return from < to ? { from, to } : null
}

/** True when `outer` holds all of `inner`. */
export function isAround(outer: Range, inner: Range): boolean {
  return outer.from <= inner.from && outer.to >= inner.to
}

/** The share of the quote that survives in a plain range. */
export function shareAt(quest: Quest, range: Range): number {
  return survivingShare(quest.quote, flatten(quest.plain.text.slice(range.from, range.to)))
}

/** True when a flat range is a twin of the passage: words that stood there all the time and are not it. */
export function isTwin({ twins, quote }: Quest, range: Range): boolean {
  return twins.some((from) => mostlySame(range, { from, to: from + quote.length }))
}

/** Words that turn up by chance: a word or two. */
export function isChance(quote: string): boolean {
  return quote.split(/\s+/).length < CHANCE_WORDS && quote.length < CHANCE_LENGTH
}

/** True when a flat offset is inside of a word, where no block or line ends. */
export function cutsWord(flat: FlatText, at: number): boolean {
  return insideWord(flat.text, at) && !flat.breaksAt(at)
}
