import * as Y from 'yjs'
import { MAX_UNSAVED_ROWS } from './local-store'
import type { LocalStore } from './local-store'

interface Waiting {
  edit: number
  bytes: Uint8Array
}

interface Row {
  id: number
  bytes: Uint8Array
  edits: Set<number>
}

/** Where a journal writes: the part of `LocalStore` it needs. */
export type JournalStore = Pick<LocalStore, 'addUnsaved' | 'mergeUnsaved' | 'forgetUnsaved'>

/**
 * Writes each local edit to this device as it is made, before and without any network, and takes it away when it is
 * saved. One write at a time; what comes meanwhile goes with the next one.
 */
export class Journal {
  #waiting: Waiting[] = []
  #rows: Row[] = []
  #writing: Promise<void> | null = null
  #broken = false

  /**
   * @param store null where the browser has no storage: then nothing is ever `keptHere`
   * @param changed called when `keptHere` may have changed
   */
  constructor(
    private readonly store: JournalStore | null,
    private readonly chapter: { chapterId: string; epoch: number },
    private readonly changed: () => void,
  ) {}

  /** True when every edit that is not saved is in the browser's storage. */
  get keptHere(): boolean {
    return this.#waiting.length === 0 && this.#writing === null && !this.#broken
  }

  /** Rows that hold unsaved edits now. */
  get rowIds(): number[] {
    return this.#rows.map((row) => row.id)
  }

  /** Takes over rows found at opening; they are saved when `edit` is. */
  adopt(rows: readonly { id: number; bytes: Uint8Array }[], edit: number): void {
    for (const row of rows) this.#rows.push({ ...row, edits: new Set([edit]) })
  }

  add(edit: number, bytes: Uint8Array): void {
    this.#waiting.push({ edit, bytes })
    this.#start()
  }

  saved(edits: readonly number[]): void {
    const gone = new Set(edits)
    this.#waiting = this.#waiting.filter((waiting) => !gone.has(waiting.edit))
    for (const row of this.#rows) for (const edit of edits) row.edits.delete(edit)
    this.#start()
  }

  /** Resolves when nothing waits to be written; at once when storage is broken. */
  async settled(): Promise<void> {
    while (this.#writing) await this.#writing
  }

  #start(): void {
    if (this.#writing || !this.store || this.#broken) {
      if (!this.store) this.#broken = this.#waiting.length > 0
      return
    }
    this.#writing = this.#work(this.store)
      .catch((error: unknown) => {
        // A full or withdrawn storage: the edits still wait, and `keptHere` says so.
        console.warn('This browser did not keep the words it was given.', error)
        this.#broken = true
      })
      .finally(() => {
        this.#writing = null
        this.changed()
        if (this.#waiting.length > 0) this.#start()
      })
  }

  async #work(store: JournalStore): Promise<void> {
    while (this.#waiting.length > 0) await this.#write(store)
    const done = this.#rows.filter((row) => row.edits.size === 0)
    this.#rows = this.#rows.filter((row) => row.edits.size > 0)
    if (done.length > 0) await store.forgetUnsaved(done.map((row) => row.id))
    if (this.#rows.length > MAX_UNSAVED_ROWS) await this.#merge(store)
  }

  async #write(store: JournalStore): Promise<void> {
    const batch = this.#waiting.slice(0, MAX_UNSAVED_ROWS)
    const bytes = Y.mergeUpdates(batch.map((waiting) => waiting.bytes))
    const id = await store.addUnsaved(this.chapter.chapterId, this.chapter.epoch, bytes)
    const still = new Set(this.#waiting.map((waiting) => waiting.edit))
    const edits = new Set(batch.map((waiting) => waiting.edit).filter((edit) => still.has(edit)))
    this.#waiting = this.#waiting.filter((waiting) => !edits.has(waiting.edit))
    this.#rows.push({ id, bytes, edits })
  }

  async #merge(store: JournalStore): Promise<void> {
    const rows = this.#rows
    const id = await store.mergeUnsaved(this.chapter.chapterId, this.chapter.epoch, rows)
    const edits = new Set(rows.flatMap((row) => [...row.edits]))
    const bytes = Y.mergeUpdates(rows.map((row) => row.bytes))
    this.#rows = [{ id, bytes, edits }, ...this.#rows.filter((row) => !rows.includes(row))]
  }
}
