/** A stretch of an inserted text that is a stretch of a deleted one. UTF-16 code units. */
export interface SameWords {
  /** Where it begins in the inserted text. */
  readonly at: number
  readonly length: number
  /** Which of the deleted texts, and where in it. */
  readonly of: number
  readonly from: number
}

/** A stretch of fewer characters is the same by chance, unless it is all of what was deleted, or an edge of it. */
const FEWEST = 6
/** As few as these at the edge of a deleted text are no chance; fewer must be all of it. */
const FEWEST_AT_EDGE = 3
/** A longer stretch is no chance, so none that begins inside of it is looked for. */
const LONG = 48
/** Places in the deleted texts are looked up by so many characters. */
const SEED = 4
/** More places than these with one seed are not looked through: spaces and dots. */
const MOST_PLACES = 16

/**
 * Finds what of the inserted texts was deleted at the same time: a paragraph that was divided or joined, a sentence that
 * was moved. Longest stretches first, from left to right; no deleted character is found twice.
 * @returns the stretches of each inserted text, in order
 */
export function findSameWords(inserted: readonly string[], deleted: readonly string[]): SameWords[][] {
  const search = new Search(deleted)
  return inserted.map((text) => search.allOf(text))
}

class Search {
  readonly #taken: Uint8Array[]
  readonly #places = new Map<string, { of: number; from: number }[]>()

  constructor(private readonly deleted: readonly string[]) {
    this.#taken = deleted.map((text) => new Uint8Array(text.length))
    deleted.forEach((text, of) => {
      for (let from = 0; from + SEED <= text.length; from += 1) {
        const seed = text.slice(from, from + SEED)
        const places = this.#places.get(seed)
        if (!places) this.#places.set(seed, [{ of, from }])
        else if (places.length < MOST_PLACES) places.push({ of, from })
      }
    })
  }

  allOf(text: string): SameWords[] {
    const short = this.#shortOf(text)
    if (short) return [this.#take(short)]
    const found: SameWords[] = []
    for (let at = 0; at < text.length;) {
      const best = this.#longestAt(text, at)
      const later = best ? this.#longerAfter(text, best) : null
      if (best && later === null) found.push(this.#take(best))
      at = later ?? at + (best?.length ?? 1)
    }
    return found.length > 0 ? this.#withGaps(text, found) : found
  }

  /** Where a longer stretch begins inside of a short one, which is then the same by chance. */
  #longerAfter(text: string, { at, length }: SameWords): number | null {
    if (length >= LONG) return null
    for (let next = at + 1; next < at + length; next += 1)
      if ((this.#longestAt(text, next)?.length ?? 0) > length) return next
    return null
  }

  /** What is left between stretches is too short to be looked for, but may be all there: half of a word, say. */
  #withGaps(text: string, found: readonly SameWords[]): SameWords[] {
    const all: SameWords[] = []
    let at = 0
    for (const stretch of [...found, null]) {
      const end = stretch?.at ?? text.length
      const gap = text.slice(at, end)
      const short = gap === '' ? null : this.#wholly(gap)
      if (short) all.push(this.#take({ ...short, at }))
      if (stretch) all.push(stretch)
      at = end + (stretch?.length ?? 0)
    }
    return all
  }

  /** Where all of a text stands in a deleted one. */
  #wholly(text: string): SameWords | null {
    for (const [of, whole] of this.deleted.entries()) {
      const stretch = { at: 0, length: text.length, of, from: whole.lastIndexOf(text) }
      if (stretch.from >= 0 && this.#isFree(stretch)) return stretch
    }
    return null
  }

  /**
   * Where a few characters are a whole deleted text, or begin or end one. Inside of a long one any few letters stand by
   * chance: who cuts a paragraph in the moment in which he types has not moved its letters.
   */
  #edgeOf(text: string): SameWords | null {
    for (const [of, whole] of this.deleted.entries()) {
      const isEdge = text.length >= FEWEST_AT_EDGE && (whole.startsWith(text) || whole.endsWith(text))
      if (whole !== text && !isEdge) continue
      const from = whole.endsWith(text) ? whole.length - text.length : 0
      const stretch = { at: 0, length: text.length, of, from }
      if (this.#isFree(stretch)) return stretch
    }
    return null
  }

  /** Few characters: all of the inserted text is an edge of a deleted one, or a deleted one begins or ends the inserted. */
  #shortOf(text: string): SameWords | null {
    if (text.length > 0 && text.length < FEWEST) return this.#edgeOf(text)
    for (const [of, whole] of this.deleted.entries()) {
      if (whole.length < 2 || whole.length >= FEWEST) continue
      const at = text.endsWith(whole) ? text.length - whole.length : text.startsWith(whole) ? 0 : -1
      const stretch = { at, length: whole.length, of, from: 0 }
      if (at >= 0 && this.#isFree(stretch)) return stretch
    }
    return null
  }

  #longestAt(text: string, at: number): SameWords | null {
    let best: SameWords | null = null
    for (const { of, from } of this.#places.get(text.slice(at, at + SEED)) ?? []) {
      const length = this.#lengthOf(text, at, of, from)
      if (length > (best?.length ?? 0)) best = { at, length, of, from }
    }
    if (!best) return null
    const isAll = best.length === this.deleted[best.of]?.length
    return best.length >= FEWEST || isAll ? best : null
  }

  #lengthOf(text: string, at: number, of: number, from: number): number {
    const other = this.deleted[of] ?? ''
    const taken = this.#taken[of]
    let length = 0
    while (
      at + length < text.length &&
      from + length < other.length &&
      text[at + length] === other[from + length] &&
      taken?.[from + length] === 0
    )
      length += 1
    return length
  }

  #isFree({ of, from, length }: SameWords): boolean {
    return this.#taken[of]?.subarray(from, from + length).every((taken) => taken === 0) ?? false
  }

  #take(stretch: SameWords): SameWords {
    this.#taken[stretch.of]?.fill(1, stretch.from, stretch.from + stretch.length)
    return stretch
  }
}
