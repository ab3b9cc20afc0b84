import { lastAtMost, type PlainText } from '@/lib/text/plain'

const BREAK = /\n/g

/** Text without its line breaks: what is compared, so that splitting or joining blocks changes nothing. */
export function flatten(text: string): string {
  return text.replace(BREAK, '')
}

/** True when a word goes on across `at`: a letter or digit stands on both sides of it. */
export function insideWord(text: string, at: number): boolean {
  return (
    at > 0 &&
    at < text.length &&
    endsInWord(text.slice(Math.max(0, at - 2), at)) &&
    beginsInWord(text.slice(at, at + 2))
  )
}

/** True when `text` ends with a letter, mark or digit. */
export function endsInWord(text: string): boolean {
  return /[\p{L}\p{M}\p{N}]$/u.test(text)
}

/** True when `text` begins with a letter, mark or digit. */
export function beginsInWord(text: string): boolean {
  return /^[\p{L}\p{M}\p{N}]/u.test(text)
}

/** Words (runs of letters, marks and digits) that stand more often than this say nothing about a place. */
const COMMON_WORD = 200

/**
 * A chapter's text without line breaks, with the way back to plain offsets. "Flat" offsets count code units of
 * `text` here; plain offsets count those of `PlainText.text`.
 */
export class FlatText {
  readonly text: string
  readonly #plain: string
  /** Plain and flat offset at which each line begins. */
  readonly #lines: number[] = [0]
  readonly #flats: number[] = [0]
  #words: Map<string, number[]> | null = null

  constructor(plain: string) {
    this.#plain = plain
    this.text = flatten(plain)
    for (let at = plain.indexOf('\n'); at >= 0; at = plain.indexOf('\n', at + 1)) {
      this.#flats.push(at - this.#lines.length + 1)
      this.#lines.push(at + 1)
    }
  }

  /** The flat offset of a plain one; a line break and the offset after it are the same place. */
  flat(plain: number): number {
    const line = lastAtMost(this.#lines.length, (i) => this.#lines[i] ?? 0, plain)
    return plain - Math.max(line, 0)
  }

  /** The plain range of a flat one: begins at its first character and ends after its last. */
  range(from: number, to: number): { from: number; to: number } {
    if (from >= to) {
      const at = from > 0 ? this.#plainOf(from - 1) + 1 : 0
      return { from: at, to: at }
    }
    return { from: this.#plainOf(from), to: this.#plainOf(to - 1) + 1 }
  }

  /** True when a line break of the plain text stands at a flat offset. */
  breaksAt(flat: number): boolean {
    const line = lastAtMost(this.#flats.length, (i) => this.#flats[i] ?? 0, flat)
    return line > 0 && this.#flats[line] === flat
  }

  /** Flat offsets at which `words` stand, overlaps included; at most `limit`. */
  occurrences(words: string, limit: number): number[] {
    const inner = this.#rarestInner(words)
    if (!inner) return this.occurrencesIn(words, { from: 0, to: this.text.length }, limit)
    const found: number[] = []
    for (const place of inner.places) {
      if (found.length === limit) break
      if (this.text.startsWith(words, place - inner.at)) found.push(place - inner.at)
    }
    return found
  }

  /** The rarest of the words that stand whole in others, between the first and the last: where these stand, it does. */
  #rarestInner(words: string): { at: number; places: readonly number[] } | null {
    let rarest: { at: number; places: readonly number[] } | null = null
    for (const { word, at } of wordsOf(words)) {
      if (at === 0 || at + word.length === words.length) continue
      const places = this.everyPlaceOf(word)
      if (!rarest || places.length < rarest.places.length) rarest = { at, places }
    }
    return rarest
  }

  /** As `occurrences`, for those wholly inside a flat range. */
  occurrencesIn(words: string, range: { from: number; to: number }, limit: number): number[] {
    const found: number[] = []
    if (words === '') return found
    const text = this.text.slice(range.from, range.to)
    for (let at = text.indexOf(words); at >= 0 && found.length < limit; at = text.indexOf(words, at + 1))
      found.push(range.from + at)
    return found
  }

  /** False for a word that stands too often to tell a place; true for a rare or an unknown one. */
  knows(word: string): boolean {
    return this.everyPlaceOf(word).length <= COMMON_WORD
  }

  /** Flat offsets at which a word stands as a word; none for words too common to tell a place. */
  placesOf(word: string): readonly number[] {
    return this.knows(word) ? this.everyPlaceOf(word) : []
  }

  /** The same of any word, however common. */
  everyPlaceOf(word: string): readonly number[] {
    this.#words ??= indexWords(this.text)
    return this.#words.get(word) ?? []
  }

  /** Plain text, as it was given. */
  get plain(): string {
    return this.#plain
  }

  #plainOf(flat: number): number {
    const line = Math.max(
      lastAtMost(this.#flats.length, (i) => this.#flats[i] ?? 0, flat),
      0,
    )
    return (this.#lines[line] ?? 0) + flat - (this.#flats[line] ?? 0)
  }
}

/** The words of a text (runs of letters, marks and digits) with their offsets. */
export function wordsOf(text: string): { word: string; at: number }[] {
  return Array.from(text.matchAll(/[\p{L}\p{M}\p{N}]+/gu), (match) => ({ word: match[0], at: match.index }))
}

function indexWords(text: string): Map<string, number[]> {
  const words = new Map<string, number[]>()
  for (const { word, at } of wordsOf(text)) {
    const places = words.get(word)
    if (places) places.push(at)
    else words.set(word, [at])
  }
  return words
}

const flats = new WeakMap<PlainText, FlatText>()

/** The flat text of a chapter, made once per `PlainText` and shared by all its threads. */
export function flatText(plain: PlainText): FlatText {
  const known = flats.get(plain)
  if (known) return known
  const made = new FlatText(plain.text)
  flats.set(plain, made)
  return made
}
