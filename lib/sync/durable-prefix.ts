import * as Y from 'yjs'
import { isLargeDoc, stateOf } from './building'
import type { RoomDocWorld } from './building'
import { mergeRuns, sizeOf } from './bytes'
import type { DurableState } from './contract'
import type { Span } from './gate'

/** An update that became durable; `spans` when it is too large to be looked at again here. */
export interface DurableUpdate {
  bytes: Uint8Array
  spans?: readonly [client: number, span: Span][]
}

/** How the prefix begins: one encoding of all up to a position. */
interface Beginning {
  epoch: number
  seq: number
  state: Uint8Array
  clocks: readonly [client: number, clock: number][]
}

/**
 * What of a doc is on disk, as bytes: a cached encoding and the updates since, so that readers never see what is only
 * accepted. When much came since, the encoding is made anew: at once when it is small, else in a thread.
 */
export class DurablePrefix {
  readonly epoch: number
  #seq: number
  #base: Uint8Array
  #baseSeq: number
  #since: Uint8Array[] = []
  #folding: Promise<void> | null = null
  readonly #clocks: Map<number, number>

  constructor(
    { epoch, seq, state, clocks }: Beginning,
    private readonly world: RoomDocWorld,
  ) {
    this.epoch = epoch
    this.#seq = seq
    this.#base = state
    this.#baseSeq = seq
    this.#clocks = new Map(clocks)
  }

  /** Position of the last durable row. */
  get seq(): number {
    return this.#seq
  }

  /** The cached encoding. */
  get base(): Uint8Array {
    return this.#base
  }

  /** The clock that comes next for a client. */
  clockOf(clientId: number): number {
    return this.#clocks.get(clientId) ?? 0
  }

  /** Lets a frame that ends with the cached encoding hold it, so that it is in memory once. */
  keepIn(frame: Uint8Array): void {
    this.#base = frame.subarray(frame.byteLength - this.#base.byteLength)
  }

  /** Encoded size. */
  get byteLength(): number {
    return this.#base.byteLength + sizeOf(this.#since)
  }

  /** True when so much came after the cached encoding that it should be made anew. */
  get wantsFolding(): boolean {
    return sizeOf(this.#since) >= Math.max(this.world.limits.refreshBytes, this.#base.byteLength / 4)
  }

  /** All of it, as updates to be applied one after another. Shared: do not write into them. */
  get blobs(): Uint8Array[] {
    return [this.#base, ...this.#since]
  }

  /** As `blobs`, as few as can be had at once. */
  updates(): Uint8Array[] {
    this.#mergeSince()
    return this.blobs
  }

  /** Adds what was written up to `seq`. */
  append(updates: readonly DurableUpdate[], seq: number): void {
    for (const { bytes, spans } of updates) {
      this.#since.push(bytes)
      if (spans) for (const [client, span] of spans) this.#raiseClock(client, span.to)
      else for (const [client, clock] of Y.parseUpdateMeta(bytes).to) this.#raiseClock(client, clock)
    }
    this.#seq = seq
    if (this.#since.length >= this.world.limits.refreshEntries) this.#mergeSince()
  }

  /** State vector: SyncStep1 asks with it, so that what is not on disk is sent again. */
  vector(): Uint8Array {
    return Y.encodeStateVector(this.#clocks)
  }

  /** True when the holder of a state vector lacks so much that to encode it for him would hold the loop. */
  isFarAhead(stateVector: Uint8Array): boolean {
    const has = Y.decodeStateVector(stateVector)
    let lacks = 0
    for (const [client, clock] of this.#clocks) lacks += Math.max(0, clock - (has.get(client) ?? 0))
    return lacks > this.world.limits.diffLength
  }

  /**
   * All of it as one update, as it is now or later. The encoding is cached until the next commit.
   * @param encodeWhole encodes the doc itself; only asked for while it holds nothing besides, and is small
   * @throws {AppError} unavailable, when the thread that does this has too much to do
   */
  async state(encodeWhole: () => Uint8Array | null): Promise<DurableState> {
    const asked = this.#seq
    while (this.#baseSeq < asked) await this.fold(encodeWhole)
    return { epoch: this.epoch, seq: this.#baseSeq, state: this.#base }
  }

  /** Makes the cached encoding anew with all that is durable now; one at a time. As `state`. */
  fold(encodeWhole: () => Uint8Array | null): Promise<void> {
    return (this.#folding ??= this.#fold(encodeWhole).finally(() => (this.#folding = null)))
  }

  async #fold(encodeWhole: () => Uint8Array | null): Promise<void> {
    const [seq, count, updates] = [this.#seq, this.#since.length, this.blobs]
    if (count === 0) {
      this.#baseSeq = seq
      return
    }
    const state = isLargeDoc(updates, this.world.limits)
      ? stateOf(await this.world.work('open', { blobs: updates })).state
      : (encodeWhole() ?? Y.mergeUpdates(updates))
    this.#base = state
    this.#baseSeq = seq
    this.#since.splice(0, count)
  }

  /** Not while the first of them are being encoded: those are taken away by number. */
  #mergeSince(): void {
    if (!this.#folding) this.#since = mergeRuns(this.#since)
  }

  #raiseClock(client: number, clock: number): void {
    if (clock > (this.#clocks.get(client) ?? 0)) this.#clocks.set(client, clock)
  }
}
