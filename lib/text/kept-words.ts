import type { IdRange } from '@/lib/text/ranges'

/** Words that come back later are known by so many characters, from the beginning of a word. */
const KEY = 24
/** More beginnings than these are not remembered; the oldest are forgotten. */
const MOST_KEYS = 100_000

/** A cut passage with who is behind each of its characters. */
export interface KeptPassage {
  readonly text: string
  readonly bits: readonly (IdRange & { readonly text: string })[]
}

/** A stretch of a text that is a stretch of a cut passage. */
export interface Returned {
  readonly at: number
  readonly length: number
  readonly of: KeptPassage
  readonly from: number
}

/** What was cut, so that it is known again when it is pasted, undone or brought back. */
export class KeptWords {
  readonly #places = new Map<string, { of: KeptPassage; from: number }>()

  add(passage: KeptPassage): void {
    for (const { index } of passage.text.matchAll(/(?<!\S)\S/gu)) {
      const key = passage.text.slice(index, index + KEY)
      if (key.length < KEY) break
      this.#places.delete(key)
      this.#places.set(key, { of: passage, from: index })
    }
    for (const key of this.#places.keys()) {
      if (this.#places.size <= MOST_KEYS) break
      this.#places.delete(key)
    }
  }

  /** The stretches of `text` that were cut before, each 24 characters or longer, from left to right. */
  findIn(text: string): Returned[] {
    const found: Returned[] = []
    for (let at = 0; at + KEY <= text.length;) {
      const place = this.#places.get(text.slice(at, at + KEY))
      if (!place) {
        at += 1
        continue
      }
      let length = KEY
      while (at + length < text.length && text[at + length] === place.of.text[place.from + length])
        length += 1
      found.push({ at, length, ...place })
      at += length
    }
    return found
  }
}
