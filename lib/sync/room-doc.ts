import * as Y from 'yjs'
import { CHAPTER_FRAGMENT } from '@/lib/prose/schema'
import { isLarge } from './bytes'
import type { DurableState, StoredDoc } from './contract'
import { acceptInto, docOf } from './doc-work'
import type { Acceptance, Examined } from './doc-work'
import { DurablePrefix } from './durable-prefix'
import type { DurableUpdate } from './durable-prefix'
import type { ReadUpdate } from './gate'
import { applySlices, build, isLargeDoc, opened, openedHere } from './building'
import type { Opened, RoomDocWorld } from './building'
import type { CheckStructure } from './structure'

/** An update that a thread found good. */
export type GoodUpdate = Exclude<Examined, { refusal: unknown }>

/**
 * One doc in memory, with the line between what is durable and what is only accepted.
 * `accepted` holds both. The durable prefix is kept as bytes besides (an encoding and the updates since), so that
 * readers never see the rest, and so that the doc can be made anew from memory when an update turns out to be bad:
 * the work of honest others, accepted and not yet on disk, is applied again and nobody notices.
 *
 * Whatever grows with the doc is done by `work` and applied here in slices; small docs are dealt with at once. While
 * nobody writes a small doc can `rest`: its bytes are all that readers need, and a tenth of what it takes in memory.
 */
export class RoomDoc {
  readonly #durable: DurablePrefix
  /** Null while it rests. */
  #accepted: Y.Doc | null
  /** Accepted and not on disk yet. */
  #pending: DurableUpdate[] = []
  /** False while `accepted` is not built yet, holds part of an update, or one that is broken. */
  #isWhole: boolean

  private constructor(
    { epoch, seq }: StoredDoc,
    { doc, state, clocks, isBuilt }: Opened,
    private readonly world: RoomDocWorld,
  ) {
    this.#durable = new DurablePrefix({ epoch, seq, state, clocks }, world)
    this.#accepted = doc
    this.#isWhole = isBuilt
  }

  /**
   * Makes the doc of what is stored; a large one is only for readers until it is built.
   * @throws {DamagedDoc} if a stored blob does not decode to its end, or refers to what is not there
   */
  static async open(stored: StoredDoc, world: RoomDocWorld): Promise<RoomDoc> {
    const blobs = stored.rows.map((row) => row.bytes)
    if (stored.snapshot) blobs.unshift(stored.snapshot.bytes)
    return new RoomDoc(stored, await opened(blobs, world), world)
  }

  /** True when something may be accepted. */
  get isWhole(): boolean {
    return this.#isWhole
  }

  /**
   * Builds what was opened for readers only, in slices; nothing may be accepted before it has ended.
   * @throws {DamagedDoc} if it does not fit after all; {AppError} unavailable, when the thread has too much to do
   */
  async build(): Promise<void> {
    await build({ doc: this.#awake, state: this.#durable.base }, this.world.work)
    this.#isWhole = true
  }

  /** True when only its bytes are in memory. */
  get isResting(): boolean {
    return this.#accepted === null
  }

  /** Lets go of the doc itself until it is written in again. Large docs, and what is not on disk yet, stay. */
  rest(): void {
    if (!this.#accepted || !this.isDurable || isLargeDoc(this.#durable.blobs, this.world.limits)) return
    this.#accepted.destroy()
    this.#accepted = null
  }

  get epoch(): number {
    return this.#durable.epoch
  }

  /** Position of the last durable row. */
  get seq(): number {
    return this.#durable.seq
  }

  /** True when memory and log hold the same. */
  get isDurable(): boolean {
    return this.#isWhole && this.#pending.length === 0
  }

  /** Encoded size, for the budget of idle docs. */
  get byteLength(): number {
    return this.#durable.byteLength
  }

  /** True when so much came after the cached encoding that it should be made anew. */
  get wantsFolding(): boolean {
    return this.#durable.wantsFolding
  }

  /** Everything accepted, as updates to be applied one after another. Shared: do not write into them. */
  get blobs(): Uint8Array[] {
    return [...this.#durable.blobs, ...this.#pending.map(({ bytes }) => bytes)]
  }

  /** The chapter as accepted, for a question about it. Not to be written into. */
  get chapter(): Y.XmlFragment {
    return this.#awake.getXmlFragment(CHAPTER_FRAGMENT)
  }

  /** The clock that comes next for a client, accepted updates included. Not to be asked while it is being mended. */
  clockOf(clientId: number): number {
    return this.#accepted ? Y.getState(this.#accepted.store, clientId) : this.#durable.clockOf(clientId)
  }

  /** Structs and delete ranges that are new here: what it costs to apply them. */
  newPartsOf({ structs, deletes }: Pick<ReadUpdate, 'structs' | 'deletes'>): number {
    const clocks = new Map<number, number>()
    const clockOf = (client: number) => {
      const clock = clocks.get(client) ?? this.clockOf(client)
      clocks.set(client, clock)
      return clock
    }
    let parts = 0
    for (const { id, length } of structs) if (id.clock + length > clockOf(id.client)) parts++
    for (const [client, ranges] of deletes) {
      const known = this.#awake.store.clients.get(client) ?? []
      for (const range of ranges) if (!isDeletedIn(known, range)) parts++
    }
    return parts
  }

  /**
   * Applies a small update that the gate let pass, checks the structure inside the same transaction, and keeps it as
   * accepted. When it is broken nothing may be accepted before `mend` has ended.
   * @param keepEmpty give the empty update a place of its own when there is nothing new
   */
  accept(update: Uint8Array, checkStructure: CheckStructure, keepEmpty = false): Acceptance {
    const accepted = acceptInto(this.#awake, update, checkStructure)
    if ('broken' in accepted) {
      this.#isWhole = false
      return accepted
    }
    return { bytes: this.#keep(accepted.bytes, keepEmpty) }
  }

  /**
   * Applies an update that was examined against `blobs` as they are now, in slices. Nothing else may be accepted
   * meanwhile.
   * @throws {DamagedDoc} if it does not fit after all; the room must be loaded again
   */
  async acceptExamined(
    { emitted, slices, spans }: GoodUpdate,
    keepEmpty = false,
  ): Promise<Uint8Array | null> {
    if (slices.length > 0) {
      this.#isWhole = false
      await applySlices(this.#awake, slices)
      this.#isWhole = true
    }
    return this.#keep(emitted, keepEmpty, spans)
  }

  /**
   * Makes the doc anew without the update that was broken: at once when it is small, else in a thread.
   * @throws {DamagedDoc} if it cannot be made anew; the room must be loaded again
   */
  mend(): Promise<void> | void {
    const blobs = this.blobs
    if (!isLargeDoc(blobs, this.world.limits)) return this.#replace(openedHere(blobs).doc)
    return this.#remake(blobs)
  }

  /** Moves the oldest `count` accepted updates into the durable prefix, which now ends at `seq`. */
  makeDurable(count: number, seq: number): void {
    this.#durable.append(this.#pending.splice(0, count), seq)
  }

  /** The durable prefix as updates to be applied one after another: the cached encoding, and what came since. */
  durableUpdates(): Uint8Array[] {
    return this.#durable.updates()
  }

  /** The durable prefix as one update. As `DurablePrefix.state`. */
  durableState(): Promise<DurableState> {
    return this.#durable.state(this.#encodeWhole)
  }

  /** Makes the cached encoding of the durable prefix anew. As `DurablePrefix.fold`. */
  fold(): Promise<void> {
    return this.#durable.fold(this.#encodeWhole)
  }

  /** Makes the frames of a join of `durableUpdates`; the encoding is held by them from then on. */
  joinFrames(frame: (updates: readonly Uint8Array[]) => Uint8Array[]): Uint8Array[] {
    const frames = frame(this.durableUpdates())
    if (frames[0]) this.#durable.keepIn(frames[0])
    return frames
  }

  /** State vector of the durable prefix. */
  durableVector(): Uint8Array {
    return this.#durable.vector()
  }

  /**
   * What the durable prefix has and the holder of `stateVector` lacks, or more of it, as updates. Null while more
   * than the durable prefix is in a large doc: then it must be asked again when it is durable.
   */
  missingFor(stateVector: Uint8Array): Uint8Array[] | null {
    if (stateVector.byteLength <= 1 || this.#durable.isFarAhead(stateVector)) return this.durableUpdates()
    if (this.#accepted && this.isDurable) return [Y.encodeStateAsUpdate(this.#accepted, stateVector)]
    const updates = this.durableUpdates()
    if (isLargeDoc(updates, this.world.limits)) return null
    return [Y.diffUpdate(Y.mergeUpdates(updates), stateVector)]
  }

  /** Frees the doc. */
  destroy(): void {
    this.#accepted?.destroy()
  }

  get #awake(): Y.Doc {
    return (this.#accepted ??= docOf(this.#durable.blobs))
  }

  #keep(bytes: Uint8Array | null, keepEmpty: boolean, spans?: DurableUpdate['spans']): Uint8Array | null {
    const kept = bytes ?? (keepEmpty ? new Uint8Array([0, 0]) : null)
    if (kept) this.#pending.push({ bytes: kept, spans: isLarge(kept) ? spans : undefined })
    return kept
  }

  async #remake(blobs: readonly Uint8Array[]): Promise<void> {
    const remade = await opened(blobs, this.world)
    if (!remade.isBuilt) await build(remade, this.world.work)
    this.#replace(remade.doc)
  }

  #replace(doc: Y.Doc): void {
    const spoilt = this.#accepted
    this.#accepted = doc
    this.#isWhole = true
    spoilt?.destroy()
  }

  readonly #encodeWhole = (): Uint8Array | null =>
    this.isDurable && this.#accepted ? Y.encodeStateAsUpdate(this.#accepted) : null
}

/** True when all of the range is deleted among these structs of one client. */
function isDeletedIn(structs: (Y.Item | Y.GC)[], { clock, len }: { clock: number; len: number }): boolean {
  const last = structs.at(-1)
  if (!last || clock >= last.id.clock + last.length) return false
  for (let i = Y.findIndexSS(structs, clock); i < structs.length; i++) {
    const { id, deleted, length } = structs[i]!
    if (id.clock >= clock + len) return true
    if (!deleted) return false
    if (id.clock + length >= clock + len) return true
  }
  return false
}
