import * as Y from 'yjs'
import { MAX_ROW_BYTES, MAX_UNSAVED_ROWS } from './local-store'
import type { LocalStore } from './local-store'

/** After a failed write the storage is tried again this much later: a browser under pressure needs a moment. */
export const TRY_STORAGE_AGAIN_MS = 5_000

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
export type JournalStore = Pick<LocalStore, 'addUnsaved' | 'mergeUnsaved' | 'forgetUnsaved' | 'reopen'>

/** What a journal tells and asks of its chapter. */
export interface JournalWorld {
  /** `keptHere` may have changed. */
  changed(): void
  /** Storage works again after a failure, and holds every unsaved edit: keep also what these stand on. */
  worksAgain(): void
  /** Calls `act` once, `ms` later; the answer prevents it. */
  later(act: () => void, ms: number): () => void
}

/**
 * Writes each local edit to this device as it is made, before and without any network, and takes it away when it is
 * saved. One write at a time; what comes meanwhile goes with the next one. After a failure it tries again every few
 * seconds, and then writes all that is unsaved anew.
 */
export class Journal {
  #waiting: Waiting[] = []
  #rows: Row[] = []
  #writing: Promise<void> | null = null
  #broken = false
  #isStopped = false
  #dontRetry: (() => void) | null = null

  /** @param store null where the browser has no storage: then nothing is ever `keptHere` */
  constructor(
    private readonly store: JournalStore | null,
    private readonly chapter: { chapterId: string; epoch: number },
    private readonly world: JournalWorld,
  ) {}

  /** True when every edit that is not saved is in the browser's storage. */
  get keptHere(): boolean {
    return this.#waiting.length === 0 && this.#writing === null && !this.#broken
  }

  /** Rows that hold unsaved edits now. */
  get rowIds(): number[] {
    return this.#rows.map((row) => row.id)
  }

  /** All that is unsaved, as updates in the order in which they were made; also what is not in the storage yet. */
  get parts(): Uint8Array[] {
    return [...this.#rows, ...this.#waiting].map(({ bytes }) => bytes)
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

  /** Finishes what is being written, and writes nothing after it. */
  async stop(): Promise<void> {
    await this.settled()
    this.#isStopped = true
    this.#dontRetry?.()
  }

  /** True for rows whose last edit was saved while something else was being written: they must go too. */
  get #holdsSaved(): boolean {
    return this.#rows.some((row) => row.edits.size === 0)
  }

  #start(): void {
    if (!this.store) this.#broken = this.#waiting.length > 0
    if (this.#writing || !this.store || this.#broken || this.#isStopped) return
    this.#run(this.#work(this.store))
  }

  #run(work: Promise<void>): void {
    this.#writing = work
      .then(() => {
        this.#broken = false
      })
      .catch((error: unknown) => {
        // A full or withdrawn storage: the edits still wait, and `keptHere` says so.
        console.warn('This browser did not keep the words it was given.', error)
        this.#broken = true
      })
      .finally(() => {
        this.#writing = null
        this.world.changed()
        if (this.#broken) this.#retryLater()
        else if (this.#waiting.length > 0 || this.#holdsSaved) this.#start()
      })
  }

  #retryLater(): void {
    if (this.#isStopped) return
    this.#dontRetry = this.world.later(() => {
      this.#dontRetry = null
      if (this.store && !this.#isStopped) this.#run(this.#again(this.store))
    }, TRY_STORAGE_AGAIN_MS)
  }

  /** The rows written before may be gone as well: they are written anew, and then what waited. */
  async #again(store: JournalStore): Promise<void> {
    await store.reopen()
    await this.#rewrite(store)
    await this.#work(store)
    this.world.worksAgain()
  }

  async #work(store: JournalStore): Promise<void> {
    while (this.#waiting.length > 0) await this.#write(store)
    const done = this.#rows.filter((row) => row.edits.size === 0)
    if (done.length > 0) await store.forgetUnsaved(done.map((row) => row.id))
    this.#rows = this.#rows.filter((row) => !done.includes(row))
    if (this.#rows.length > MAX_UNSAVED_ROWS) await this.#rewrite(store)
  }

  async #write(store: JournalStore): Promise<void> {
    const batch = inGroups(this.#waiting.slice(0, MAX_UNSAVED_ROWS))[0] ?? []
    const bytes = Y.mergeUpdates(batch.map((waiting) => waiting.bytes))
    const id = await store.addUnsaved(this.chapter.chapterId, this.chapter.epoch, bytes)
    const still = new Set(this.#waiting.map((waiting) => waiting.edit))
    const edits = new Set(batch.map((waiting) => waiting.edit).filter((edit) => still.has(edit)))
    this.#waiting = this.#waiting.filter((waiting) => !edits.has(waiting.edit))
    this.#rows.push({ id, bytes, edits })
  }

  /** Writes the rows anew, as few of them as `MAX_ROW_BYTES` allows. */
  async #rewrite(store: JournalStore): Promise<void> {
    const groups = inGroups(this.#rows)
    if (groups.length === 0) return
    const merged = await store.mergeUnsaved(this.chapter.chapterId, this.chapter.epoch, groups)
    this.#rows = merged.map((row, i) => ({
      ...row,
      edits: new Set((groups[i] ?? []).flatMap(({ edits }) => [...edits])),
    }))
  }
}

/** Neighbours together as long as they have no more than `MAX_ROW_BYTES`; what is larger stands alone. */
function inGroups<One extends { bytes: Uint8Array }>(all: readonly One[]): One[][] {
  const groups: One[][] = []
  let size = Infinity
  for (const one of all) {
    size += one.bytes.byteLength
    if (size > MAX_ROW_BYTES) {
      groups.push([])
      size = one.bytes.byteLength
    }
    groups.at(-1)?.push(one)
  }
  return groups
}
