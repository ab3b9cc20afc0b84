/** A word as it is known again in the other text: a run of letters and digits, apostrophes and hyphens inside. */
const WORD = /[\p{L}\p{M}\p{N}]+(?:['’-][\p{L}\p{M}\p{N}]+)*/gu

/** The words of a passage without their order, ready to be compared with others of the same `Bags`. */
export interface Bag {
  /** Ids of its words, ascending; a word that stands twice is there twice. */
  readonly ids: Int32Array
  /** Letters in all of them. */
  readonly letters: number
}

/** Makes bags that can be compared with each other. */
export class Bags {
  readonly #ids = new Map<string, number>()
  readonly #letters: number[] = []

  of(text: string): Bag {
    const ids: number[] = []
    let letters = 0
    for (const [word] of text.matchAll(WORD)) {
      let id = this.#ids.get(word)
      if (id === undefined) {
        id = this.#letters.length
        this.#ids.set(word, id)
        this.#letters.push(word.length)
      }
      ids.push(id)
      letters += word.length
    }
    return { ids: Int32Array.from(ids).sort(), letters }
  }

  /** Several bags poured into one. */
  together(bags: readonly Bag[]): Bag {
    const ids = Int32Array.from(bags.flatMap((bag) => [...bag.ids])).sort()
    return { ids, letters: bags.reduce((sum, bag) => sum + bag.letters, 0) }
  }

  /** Letters of the words that both have. */
  common(a: Bag, b: Bag): number {
    let letters = 0
    let i = 0
    let j = 0
    while (i < a.ids.length && j < b.ids.length) {
      const left = a.ids[i] ?? 0
      const right = b.ids[j] ?? 0
      if (left === right) letters += this.#letters[left] ?? 0
      if (left <= right) i += 1
      if (right <= left) j += 1
    }
    return letters
  }

  /** How alike two bags are: 0 for no word in common, 1 for the same words (Dice's coefficient by letters). */
  likeness(a: Bag, b: Bag): number {
    const all = a.letters + b.letters
    return all === 0 ? 0 : (2 * this.common(a, b)) / all
  }
}
