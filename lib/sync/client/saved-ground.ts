import * as Y from 'yjs'

/** Updates are merged so many at a time: an hour of six typists is a thousand pieces and not a hundred thousand. */
const MERGED_TOGETHER = 100

/**
 * What of an open copy the server has on disk, to the last word: the ground that unsaved words stand on. A state and
 * what was saved since, so that a copy in which people never pause is known as well as one at rest.
 */
export class SavedGround {
  #state: Uint8Array
  #merged: Uint8Array[] = []
  #since: Uint8Array[] = []
  readonly #unsaved = new Map<number, readonly Uint8Array[]>()

  /** @param state all of it as one update */
  constructor(state: Uint8Array) {
    this.#state = state
  }

  /** The last whole state; what was saved since is not in it. */
  get state(): Uint8Array {
    return this.#state
  }

  /** The server sent an update: it is on disk. */
  heard(update: Uint8Array): void {
    this.#since.push(update)
    if (this.#since.length < MERGED_TOGETHER) return
    this.#merged.push(Y.mergeUpdates(this.#since))
    this.#since = []
  }

  /** An edit was made here, or was found on this device; it is not saved yet. */
  edited(edit: number, updates: readonly Uint8Array[]): void {
    this.#unsaved.set(edit, updates)
  }

  /** These edits are on disk. */
  saved(edits: readonly number[]): void {
    for (const edit of edits) {
      for (const update of this.#unsaved.get(edit) ?? []) this.heard(update)
      this.#unsaved.delete(edit)
    }
  }

  /** All that is here is saved: this state. */
  allSaved(state: Uint8Array): void {
    this.#state = state
    this.#merged = []
    this.#since = []
    this.#unsaved.clear()
  }

  /**
   * All that is saved as one update.
   * @param held a doc of the server; what it holds of the unsaved edits is saved, though nobody said so
   */
  whole(held?: Y.Doc): Uint8Array {
    const also = held ? [...this.#unsaved.values()].flat().filter((update) => holds(held, update)) : []
    const updates = [...this.#merged, ...this.#since, ...also]
    if (updates.length === 0) return this.#state
    // Thousands of updates go into a doc in a moment; merging them all at once would take their square.
    const doc = new Y.Doc()
    doc.transact(() => {
      for (const update of [this.#state, ...updates]) Y.applyUpdate(doc, update)
    })
    const whole = Y.encodeStateAsUpdate(doc)
    doc.destroy()
    return whole
  }
}

/** True when the doc has all words of an update. One without any is a deletion, which both sides show by what is gone. */
function holds(doc: Y.Doc, update: Uint8Array): boolean {
  const { structs } = Y.decodeUpdate(update)
  return (
    structs.length > 0 &&
    structs.every(({ id, length }) => id.clock + length <= Y.getState(doc.store, id.client))
  )
}
