/** Local edits by number, from 1 in order of making: `from` to `to`, both included. */
export interface EditRange {
  from: number
  to: number
}

interface SentFrame {
  ordinal: number
  range: EditRange
}

/**
 * Which local edits (transactions, so also deletions) are not on the server's disk yet. An edit is saved when an
 * acknowledgement covers a frame that carried it and no refusal named that frame. Ordinals belong to one connection:
 * call `newConnection` when it opens; what was under way then counts as unsaved until it is sent again.
 */
export class UnsavedEdits {
  #made = 0
  #unsaved = new Map<number, number>()
  #sent: SentFrame[] = []
  #ordinal = 0

  /** Number of the last edit made. */
  get made(): number {
    return this.#made
  }

  /** How many edits are not saved. */
  get count(): number {
    return this.#unsaved.size
  }

  /** When the oldest unsaved edit was made (ms, as given to `add`), or null when all are saved. */
  get oldestAt(): number | null {
    const oldest = this.#unsaved.values().next()
    return oldest.done ? null : oldest.value
  }

  /** Takes note of a new edit, made at `now`; returns its number. */
  add(now: number): number {
    this.#made += 1
    this.#unsaved.set(this.#made, now)
    return this.#made
  }

  /** True while this edit is not saved. */
  isUnsaved(edit: number): boolean {
    return this.#unsaved.has(edit)
  }

  /** Forgets the frames of the connection before: what they carried and was not acknowledged stays unsaved. */
  newConnection(): void {
    this.#sent = []
    this.#ordinal = 0
  }

  /** Takes note that the next counted frame was sent and carries these edits. */
  sent(range: EditRange): void {
    this.#ordinal += 1
    this.#sent.push({ ordinal: this.#ordinal, range })
  }

  /** Every counted frame up to `ordinal` is on disk. Returns the edits that are saved by it, in order. */
  acknowledged(ordinal: number): number[] {
    const saved: number[] = []
    while (this.#sent[0] && this.#sent[0].ordinal <= ordinal) {
      const frame = this.#sent.shift()
      if (frame) saved.push(...this.saved(frame.range))
    }
    return saved
  }

  /** The frame `ordinal` was not taken: its edits stay unsaved whatever is acknowledged after it. */
  refused(ordinal: number): void {
    this.#sent = this.#sent.filter((frame) => frame.ordinal !== ordinal)
  }

  /** These edits are on disk by another way than a frame. Returns those that were not known to be. */
  saved(range: EditRange): number[] {
    const saved: number[] = []
    for (const edit of this.#unsaved.keys()) {
      if (edit > range.to) break
      if (edit >= range.from) saved.push(edit)
    }
    for (const edit of saved) this.#unsaved.delete(edit)
    return saved
  }
}
