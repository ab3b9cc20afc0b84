import { flatten, flatText } from '@/lib/text/flat'
import { lookalikes, mostlySame } from '@/lib/text/lookalike'
import type { PlainText } from '@/lib/text/plain'
import { decodePosition, MAX_POSITION_BYTES } from '@/lib/text/position'

/**
 * What a thread knows of its passage (DESIGN §5). All positions are encoded Yjs relative positions. The caller
 * keeps the log position (`seq`) beside it. Offsets are UTF-16 code units of plain text.
 */
export interface Anchor {
  /** Bound to the first character. */
  readonly start: Uint8Array
  /** Bound to the last character. */
  readonly end: Uint8Array
  /** Bound to the character right before the passage, or to the start of its block. */
  readonly left: Uint8Array
  /** Bound to the character right after the passage, or to the end of its block. */
  readonly right: Uint8Array
  /** The block in which the passage begins. */
  readonly block: Uint8Array
  /** The block before that one; null at the start of the chapter. */
  readonly before: Uint8Array | null
  /** The block after the one in which the passage ends; null at the end of the chapter. */
  readonly after: Uint8Array | null
  /** The words when the thread was made. They never change: they are what the thread is about. */
  readonly quote: string
  /** Up to `CONTEXT_LENGTH` characters right before the passage. */
  readonly prefix: string
  /** Up to `CONTEXT_LENGTH` characters right after the passage. */
  readonly suffix: string
  /** Where the passage last began. */
  readonly from: number
  /** First characters of other passages that read the same or nearly so: never to be taken for this one. */
  readonly twins: readonly Uint8Array[]
  /** True when there were more twins than `twins` holds. */
  readonly crowded: boolean
  /**
   * Null for a passage in the place where its thread was made. Else the score with which it was found again
   * elsewhere: it stays `moved` until somebody pins it (a fresh `makeAnchor`).
   */
  readonly movedScore: number | null
}

/** `Anchor` as JSON: positions in base64. */
export interface EncodedAnchor {
  start: string
  end: string
  left: string
  right: string
  block: string
  before: string | null
  after: string | null
  quote: string
  prefix: string
  suffix: string
  from: number
  twins: string[]
  crowded: boolean
  movedScore: number | null
}

/** Characters of context kept on each side of a passage (DESIGN §5). */
export const CONTEXT_LENGTH = 64

/** Most twins an anchor names. Passages with more are common words; then only context can tell them apart. */
export const MAX_TWINS = 8

/** Share of errors up to which another passage counts as a twin: above what `place` accepts elsewhere (0.25). */
const TWIN_ERRORS = 0.35

/** Longest quote that is read from outside, in code units: twice the longest chapter of 30,000 words. */
const MAX_QUOTE_LENGTH = 500_000

/**
 * The anchor of the passage `text.slice(from, to)`. Line breaks at its ends are left out and half surrogate pairs
 * made whole, so `quote` can differ from the slice by these.
 * @throws {RangeError} if the range is empty, holds only line breaks, or is outside the text
 */
export function makeAnchor(plain: PlainText, from: number, to: number): Anchor {
  const range = tidyRange(plain.text, from, to)
  if (range === null) throw new RangeError(`There are no words from ${from} to ${to}.`)
  return anchorAt(plain, range, plain.text.slice(range.from, range.to), null)
}

/**
 * The anchor for `range` of a thread that is about `quote` (which may read differently there by now).
 * @param movedScore see `Anchor.movedScore`
 */
export function anchorAt(
  plain: PlainText,
  range: { from: number; to: number },
  quote: string,
  movedScore: number | null,
): Anchor {
  const { from, to } = range
  const first = plain.blockAt(from)
  const last = plain.blockAt(to - 1)
  return {
    start: plain.positionBefore(from),
    end: plain.positionAfter(to),
    left: plain.positionAfter(from),
    right: plain.positionBefore(to),
    block: plain.positionOfBlock(first),
    before: first > 0 ? plain.positionOfBlock(first - 1) : null,
    after: last + 1 < plain.blocks.length ? plain.positionOfBlock(last + 1) : null,
    quote,
    prefix: wholeCharacters(plain.text.slice(Math.max(0, from - CONTEXT_LENGTH), from)),
    suffix: wholeCharacters(plain.text.slice(to, to + CONTEXT_LENGTH)),
    from,
    ...twinsOf(plain, range, quote),
    movedScore,
  }
}

/**
 * The passage between two encoded positions, as a client sends them. Null when they no longer stand in this text or
 * hold no words between them.
 */
export function passageBetween(
  plain: PlainText,
  start: Uint8Array,
  end: Uint8Array,
): { from: number; to: number } | null {
  const from = plain.resolve(start)
  const to = plain.resolve(end)
  if (!from || !to) return null
  return tidyRange(plain.text, from.offset, to.offset)
}

/** True while these very words stand between the two characters that the encoded positions (base64) are bound to. */
export function standsBetween(
  plain: PlainText,
  { start, end, words }: { start: string; end: string; words: string },
): boolean {
  const [first, last] = [decodeBase64(start), decodeBase64(end)]
  const range = first && last && passageBetween(plain, first, last)
  return range ? plain.text.slice(range.from, range.to) === words : false
}

function tidyRange(text: string, from: number, to: number): { from: number; to: number } | null {
  if (!(from >= 0 && to <= text.length && from < to)) return null
  while (from < to && text[from] === '\n') from += 1
  while (from < to && text[to - 1] === '\n') to -= 1
  if (from === to) return null
  return { from: splitsPair(text, from) ? from - 1 : from, to: splitsPair(text, to) ? to + 1 : to }
}

function splitsPair(text: string, at: number): boolean {
  return /^[\uD800-\uDBFF][\uDC00-\uDFFF]$/.test(text.slice(Math.max(0, at - 1), at + 1))
}

/** Half a surrogate pair at a cut end cannot be stored as UTF-8: it is left out. */
function wholeCharacters(text: string): string {
  return text.replace(/^[\uDC00-\uDFFF]/, '').replace(/[\uD800-\uDBFF]$/, '')
}

function twinsOf(
  plain: PlainText,
  range: { from: number; to: number },
  quote: string,
): { twins: Uint8Array[]; crowded: boolean } {
  const flat = flatText(plain)
  const words = flatten(quote)
  const own = { from: flat.flat(range.from), to: flat.flat(range.to) }
  const same = flat
    .occurrences(words, MAX_TWINS * 2)
    .map((from) => ({ from, to: from + words.length }))
    .filter((other) => !mostlySame(own, other))
  const alike = lookalikes(flat, words, TWIN_ERRORS).filter(
    (other) => !mostlySame(own, other) && !same.some((twin) => mostlySame(twin, other)),
  )
  const all = [...same, ...alike]
  const twins = all
    .slice(0, MAX_TWINS)
    .map((twin) => plain.positionBefore(flat.range(twin.from, twin.to).from))
  return { twins, crowded: all.length > MAX_TWINS }
}

/** Base64 of an encoded position, for JSON. */
export function encodeBase64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
}

/** An encoded position from base64; null when it is too long, not base64, or no position. Never throws. */
export function decodeBase64(text: string): Uint8Array | null {
  if (text.length > Math.ceil(MAX_POSITION_BYTES / 3) * 4 || text.length % 4 !== 0) return null
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return null
  const bytes = Uint8Array.from(atob(text), (unit) => unit.charCodeAt(0))
  return decodePosition(bytes) === null ? null : bytes
}

/** The anchor as JSON values, for storing. `decodeAnchor` reads it back. */
export function encodeAnchor(anchor: Anchor): EncodedAnchor {
  return {
    ...anchor,
    start: encodeBase64(anchor.start),
    end: encodeBase64(anchor.end),
    left: encodeBase64(anchor.left),
    right: encodeBase64(anchor.right),
    block: encodeBase64(anchor.block),
    before: anchor.before && encodeBase64(anchor.before),
    after: anchor.after && encodeBase64(anchor.after),
    twins: anchor.twins.map(encodeBase64),
  }
}

/** Reads an anchor from JSON values of any origin; null when anything in it is missing, too long or no position. */
export function decodeAnchor(value: unknown): Anchor | null {
  if (typeof value !== 'object' || value === null) return null
  const given = value as Record<string, unknown>
  const position = (key: string) => (typeof given[key] === 'string' ? decodeBase64(given[key]) : null)
  const text = (key: string, most: number) => {
    const words = given[key]
    return typeof words === 'string' && words.length <= most ? words : null
  }
  const [start, end, left, right, block] = ['start', 'end', 'left', 'right', 'block'].map(position)
  const [before, after] = [position('before'), position('after')]
  const quote = text('quote', MAX_QUOTE_LENGTH)
  const [prefix, suffix] = [text('prefix', CONTEXT_LENGTH), text('suffix', CONTEXT_LENGTH)]
  const { from, crowded, movedScore } = given
  const twins = readTwins(given.twins)
  if (!start || !end || !left || !right || !block || !quote || prefix === null || suffix === null) return null
  if ((before === null) !== (given.before === null) || (after === null) !== (given.after === null))
    return null
  if (!Number.isSafeInteger(from) || (from as number) < 0 || typeof crowded !== 'boolean' || !twins)
    return null
  if (movedScore !== null && !(typeof movedScore === 'number' && movedScore >= 0 && movedScore <= 1))
    return null
  return {
    start,
    end,
    left,
    right,
    block,
    before,
    after,
    quote,
    prefix,
    suffix,
    from: from as number,
    twins,
    crowded,
    movedScore,
  }
}

function readTwins(value: unknown): Uint8Array[] | null {
  if (!Array.isArray(value) || value.length > MAX_TWINS) return null
  const twins = value.map((twin: unknown) => (typeof twin === 'string' ? decodeBase64(twin) : null))
  return twins.every((twin) => twin !== null) ? twins : null
}
