import type { Clock } from '@/lib/clock'
import { MERGE_BYTES, isLarge, mergeAll } from './bytes'
import type { LogEntry } from './contract'
import type { SyncLimits } from './limits'

/** An accepted update on its way to disk. `From` is whoever waits for it: a connection, or a request. */
export interface Pending<From> {
  /** Null for an update that held nothing new: it waits its turn only to be acknowledged. */
  bytes: Uint8Array | null
  authorId: string
  bindings: LogEntry['bindings']
  /** Written in the same transaction; only together with bytes. */
  companion?: unknown
  from: From
  /** Counts the sender's update-bearing frames. */
  ordinal: number
}

/** What a room does with the end of a commit. Exactly one of the two is called for each. */
export interface CommitOutcome<From> {
  /** On disk: `entries` in their order, the last at log position `lastSeq`; `firstSeq` is null if none had bytes. */
  durable(entries: readonly Pending<From>[], position: { firstSeq: number; lastSeq: number } | null): void
  /** Not on disk, or nobody knows. Everything that waited is given up with it; no further commit starts. */
  failed(error: unknown): void
}

/**
 * Group commit for one doc: the next commit starts when the last one ends. Above `busyUpdatesPerSecond` it waits
 * `busyWindowMs` first, so that more updates share one commit and one frame.
 */
export class Commits<From> {
  #queue: Pending<From>[] = []
  #queuedBytes = 0
  #running = false
  #stopped = false
  #waiters: (() => void)[] = []
  #windowStart = 0
  #windowCount = 0
  #rate = 0

  constructor(
    private readonly append: (entries: readonly LogEntry[]) => Promise<{ firstSeq: number; lastSeq: number }>,
    private readonly outcome: CommitOutcome<From>,
    private readonly clock: Clock,
    private readonly limits: SyncLimits,
  ) {}

  /** True when nothing waits and nothing runs. */
  get isIdle(): boolean {
    return !this.#running && this.#queue.length === 0
  }

  /** True while so much waits for the log that nothing more should be accepted. */
  get isFull(): boolean {
    return this.#queuedBytes > this.limits.pendingBytes
  }

  /** Resolves at the end of the commit that runs now; at once when none does. */
  turn(): Promise<void> {
    if (!this.#running || this.#stopped) return Promise.resolve()
    return new Promise((resolve) => this.#waiters.push(resolve))
  }

  /** Queues an accepted update. Not to be called after a failed commit. */
  enqueue(entry: Pending<From>): void {
    this.#queue.push(entry)
    this.#queuedBytes += entry.bytes?.byteLength ?? 0
    this.#measure()
    this.#start()
  }

  #start(): void {
    if (this.#running || this.#stopped || this.#queue.length === 0) return
    this.#running = true
    if (this.#rate > this.limits.busyUpdatesPerSecond) {
      this.clock.after(this.limits.busyWindowMs, () => void this.#commit())
    } else {
      void this.#commit()
    }
  }

  async #commit(): Promise<void> {
    const batch = this.#takeBatch()
    const rows = rowsOf(batch)
    let position: { firstSeq: number; lastSeq: number } | null = null
    try {
      if (rows.length > 0) position = await this.#inTime(this.append(rows))
      this.outcome.durable(batch, position)
    } catch (error) {
      this.#stopped = true
      this.#queue = []
      this.outcome.failed(error)
    }
    this.#running = false
    for (const waiter of this.#waiters.splice(0)) waiter()
    this.#start()
  }

  #takeBatch(): Pending<From>[] {
    let count = 0
    let bytes = 0
    for (const entry of this.#queue) {
      bytes += entry.bytes?.byteLength ?? 0
      if (count === this.limits.commitEntries || (count > 0 && bytes > this.limits.commitBytes)) break
      count++
    }
    const batch = this.#queue.splice(0, count)
    for (const entry of batch) this.#queuedBytes -= entry.bytes?.byteLength ?? 0
    return batch
  }

  /** A store that hangs counts as failed; should it succeed later after all, the next load shows it. */
  #inTime<T>(answer: Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const cancel = this.clock.after(this.limits.commitTimeoutMs, () =>
        reject(new Error(`The log did not answer within ${this.limits.commitTimeoutMs} ms.`)),
      )
      answer.then(resolve, reject).finally(cancel)
    })
  }

  #measure(): void {
    const elapsed = this.clock.now() - this.#windowStart
    if (elapsed >= RATE_WINDOW_MS) {
      this.#rate = elapsed < 2 * RATE_WINDOW_MS ? (this.#windowCount * 1000) / elapsed : 0
      this.#windowStart = this.clock.now()
      this.#windowCount = 0
    }
    this.#windowCount++
  }
}

/** Long enough to tell 100 updates a second from a burst, short enough to follow a paste. */
const RATE_WINDOW_MS = 100

interface Run {
  authorId: string
  updates: Uint8Array[]
  bytes: number
  bindings: LogEntry['bindings'][number][]
  companion: unknown
  isAlone: boolean
}

/** Neighbouring updates of one author become one row, up to what may be merged; the order of different authors is kept. */
function rowsOf(batch: readonly Pending<unknown>[]): LogEntry[] {
  const runs: Run[] = []
  for (const { bytes, authorId, bindings, companion } of batch) {
    if (!bytes) continue
    const run = runs.at(-1)
    const isAlone = companion !== undefined || isLarge(bytes)
    const fits = run && run.authorId === authorId && run.bytes + bytes.byteLength <= MERGE_BYTES
    if (fits && !run.isAlone && !isAlone) {
      run.updates.push(bytes)
      run.bytes += bytes.byteLength
      run.bindings.push(...bindings)
    } else {
      runs.push({
        authorId,
        updates: [bytes],
        bytes: bytes.byteLength,
        bindings: [...bindings],
        companion,
        isAlone,
      })
    }
  }
  return runs.map(({ updates, authorId, bindings, companion }) => ({
    bytes: mergeAll(updates),
    authorId,
    bindings,
    companion,
  }))
}
