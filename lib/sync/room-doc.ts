import * as Y from 'yjs'
import { CHAPTER_FRAGMENT } from '@/lib/prose/schema'
import { mergeAll } from './commits'
import type { DurableState, StoredDoc } from './contract'
import { readUpdate } from './gate'
import type { SyncLimits } from './limits'
import type { CheckStructure } from './structure'

/** What is stored does not decode or does not fit together. It is never served and never overwritten. */
export class DamagedDoc extends Error {
  override readonly name = 'DamagedDoc'
}

/** `bytes` is what the doc emitted: null when the update held nothing new. `broken`: nothing of it remains. */
export type Acceptance = { bytes: Uint8Array | null } | { broken: string }

/**
 * One doc in memory, with the line between what is durable and what is only accepted.
 * `accepted` holds both. The durable prefix is kept as bytes besides (an encoding and the updates since), so that
 * readers never see the rest, and so that the doc can be made anew from memory when an update turns out to be bad:
 * the work of honest others, accepted and not yet on disk, is applied again and nobody notices.
 */
export class RoomDoc {
  readonly epoch: number
  #accepted: Y.Doc
  #seq: number
  #base: Uint8Array
  #since: Uint8Array[] = []
  #sinceBytes = 0
  #pending: Uint8Array[] = []
  readonly #durableClocks: Map<number, number>
  readonly #limits: SyncLimits

  /** @throws {DamagedDoc} if a stored blob does not decode to its end, or refers to what is not there */
  constructor(stored: StoredDoc, limits: SyncLimits) {
    const blobs = stored.rows.map((row) => row.bytes)
    if (stored.snapshot) blobs.unshift(stored.snapshot.bytes)
    const unbounded = { ...limits, structs: Infinity, deleteRanges: Infinity }
    for (const blob of blobs) {
      const read = readUpdate(blob, unbounded)
      if ('refusal' in read && read.refusal.reason !== 'gap')
        throw new DamagedDoc('A stored update is damaged.')
    }
    this.epoch = stored.epoch
    this.#seq = stored.seq
    this.#limits = limits
    this.#accepted = docOf(blobs)
    this.#base = Y.encodeStateAsUpdate(this.#accepted)
    this.#durableClocks = Y.decodeStateVector(Y.encodeStateVector(this.#accepted))
  }

  /** Position of the last durable row. */
  get seq(): number {
    return this.#seq
  }

  /** True when memory and log hold the same. */
  get isDurable(): boolean {
    return this.#pending.length === 0
  }

  /** Encoded size, for the budget of idle docs. */
  get byteLength(): number {
    return this.#base.byteLength + this.#sinceBytes
  }

  /** The clock that comes next for a client, accepted updates included. */
  clockOf(clientId: number): number {
    return Y.getState(this.#accepted.store, clientId)
  }

  /**
   * Applies an update that the gate let pass, checks the structure inside the same transaction, and keeps it as
   * accepted. When it is broken the doc is made anew without it.
   * @param keepEmpty give the empty update a place of its own when there is nothing new
   * @throws {DamagedDoc} if it cannot be made anew; the room must be loaded again
   */
  accept(update: Uint8Array, checkStructure: CheckStructure, keepEmpty = false): Acceptance {
    const doc = this.#accepted
    const emitted: Uint8Array[] = []
    const keep = (bytes: Uint8Array) => emitted.push(bytes)
    let broken: string | null = null
    doc.on('update', keep)
    try {
      doc.transact((transaction) => {
        Y.applyUpdate(doc, update)
        broken = checkStructure(doc, transaction)
      })
      if (doc.store.pendingStructs || doc.store.pendingDs) broken ??= 'gap'
    } catch (error) {
      broken = 'malformed'
      if (!(error instanceof Error)) throw error
    } finally {
      doc.off('update', keep)
    }
    if (broken !== null) {
      this.#makeAnew()
      return { broken }
    }
    if (emitted.length === 0 && !keepEmpty) return { bytes: null }
    const bytes = emitted.length === 0 ? new Uint8Array([0, 0]) : mergeAll(emitted)
    this.#pending.push(bytes)
    return { bytes }
  }

  /** Moves the oldest `count` accepted updates into the durable prefix, which now ends at `seq`. */
  makeDurable(count: number, seq: number): void {
    for (const bytes of this.#pending.splice(0, count)) {
      this.#since.push(bytes)
      this.#sinceBytes += bytes.byteLength
      for (const [client, clock] of Y.parseUpdateMeta(bytes).to) this.#durableClocks.set(client, clock)
    }
    this.#seq = seq
    const { refreshEntries, refreshBytes } = this.#limits
    if (
      this.#since.length >= refreshEntries ||
      this.#sinceBytes >= Math.max(refreshBytes, this.#base.byteLength)
    ) {
      this.#refresh()
    }
  }

  /** The durable prefix as one update. The encoding is cached until the next commit. */
  durableState(): DurableState {
    if (this.#since.length > 0) this.#refresh()
    return { epoch: this.epoch, seq: this.#seq, state: this.#base }
  }

  /** State vector of the durable prefix: SyncStep1 asks with it, so that what is not on disk is sent again. */
  durableVector(): Uint8Array {
    return Y.encodeStateVector(this.#durableClocks)
  }

  /** What the durable prefix has and the holder of `stateVector` lacks. */
  missingFor(stateVector: Uint8Array): Uint8Array {
    if (stateVector.byteLength <= 1) return this.durableState().state
    if (this.isDurable) return Y.encodeStateAsUpdate(this.#accepted, stateVector)
    return Y.diffUpdate(this.durableState().state, stateVector)
  }

  /** Frees the doc. */
  destroy(): void {
    this.#accepted.destroy()
  }

  #refresh(): void {
    this.#base = this.isDurable
      ? Y.encodeStateAsUpdate(this.#accepted)
      : Y.mergeUpdates([this.#base, ...this.#since])
    this.#since = []
    this.#sinceBytes = 0
  }

  #makeAnew(): void {
    const spoilt = this.#accepted
    this.#accepted = docOf([this.#base, ...this.#since, ...this.#pending])
    spoilt.destroy()
  }
}

/** One transaction for all: merging first would be quadratic, and a transaction each would clean up each time. */
function docOf(updates: readonly Uint8Array[]): Y.Doc {
  const doc = new Y.Doc()
  doc.on('afterTransaction', leaveFormattingAlone)
  // Asked for before anything is applied: a root that Yjs makes by itself is later replaced by another object.
  doc.getXmlFragment(CHAPTER_FRAGMENT)
  try {
    doc.transact(() => {
      for (const update of updates) Y.applyUpdate(doc, update)
    })
  } catch (error) {
    throw new DamagedDoc('The stored updates do not apply.', { cause: error })
  }
  if (doc.store.pendingStructs || doc.store.pendingDs) {
    throw new DamagedDoc('A stored update refers to one that is not stored.')
  }
  return doc
}

/**
 * After a remote change Yjs removes redundant formatting marks with an edit of its own. On the server that would
 * alter what a client wrote, and make memory differ from the log after each load; browsers do it for themselves.
 */
function leaveFormattingAlone(transaction: Y.Transaction): void {
  transaction._needFormattingCleanup = false
}

/** True when the bytes are a state vector of at most `maxClients` clients, read to the end. */
export function isStateVector(bytes: Uint8Array, maxClients: number): boolean {
  if (bytes.byteLength > maxClients * 16) return false
  try {
    const clocks = Y.decodeStateVector(bytes)
    if (clocks.size > maxClients) return false
    for (const [client, clock] of clocks) {
      if (!Number.isSafeInteger(client) || !Number.isSafeInteger(clock)) return false
    }
    return true
  } catch (error) {
    if (error instanceof Error) return false
    throw error
  }
}
