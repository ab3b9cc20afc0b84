import type { Pending } from './commits'
import { mergeAll } from './commits'
import { Connection } from './connection'
import type { Refusal, RefusalReason } from './contract'
import { SYNC_CLOSE } from './contract'
import { judgeUpdate, readUpdate, refuse as refusalFor, writersOf } from './gate'
import type { ReadUpdate } from './gate'
import { hearPresence } from './hear-presence'
import type { Room, Sender } from './room'
import { isStateVector } from './room-doc'
import type { Acceptance } from './room-doc'
import { carriesUpdate, decodeClientFrame, encodeFrame, readTypes, MESSAGE, SYNC } from './wire'
import type { FrameTypes } from './wire'

/** An update on its way through the steps. */
export interface Write {
  update: Uint8Array
  authorId: string
  from: Sender
  /** Position among the sender's counted frames; 0 for a request. */
  ordinal: number
  /** Stored in the transaction of the update. */
  companion?: unknown
}

/*
 * The one order for each frame from a client (DESIGN §4, SPEC [SY1]): 1 size, 2 types, 3 right, (2) the rest of the
 * frame, 4 pace, 5 gate, 6 structure and 7 apply in one transaction, 8 commit, 9 broadcast, 10 acknowledge.
 */

/** Steps 1 to 4. The next frame of this connection waits for the promise, when there is one. */
export function receive(connection: Connection, room: Room, bytes: Uint8Array): Promise<void> | void {
  if (room.state !== 'open') return
  const { limits } = room.world
  // 1 size
  if (bytes.byteLength > limits.frameBytes) return refuseFrame(connection, room, 'too_large')
  // 2 types
  const types = readTypes(bytes)
  if (!types) return refuseFrame(connection, room, 'malformed')
  // 3 right: for somebody who may not edit, nothing after the types is read
  if (writes(types) && !connection.admission.canEdit) {
    connection.keepPace(bytes.byteLength)
    return refuseReader(connection, room, bytes.subarray(types.at))
  }
  // 2 the rest, to the last byte
  const frame = decodeClientFrame(bytes)
  if (!frame) return refuseFrame(connection, room, 'malformed')
  // 4 pace
  connection.keepPace(bytes.byteLength)
  switch (frame.type) {
    case 'step1':
      return answerStep1(connection, room, frame.stateVector)
    case 'awareness':
      return hearPresence(connection, room, frame.states)
    case 'queryAwareness':
      return room.presence.greet(connection)
    case 'step2':
    case 'update': {
      if (frame.type === 'step2') connection.awaitsStep2 = false
      if (!carriesUpdate(frame.update)) return
      const ordinal = ++connection.ordinal
      return takeUpdate(room, {
        update: frame.update,
        authorId: connection.admission.userId,
        from: connection,
        ordinal,
      })
    }
  }
}

/** Steps 5 to 8, for a frame and for a request alike. */
export function takeUpdate(room: Room, write: Write): Promise<void> | void {
  // 5 gate: read it without applying it
  const read = readUpdate(write.update, room.world.limits)
  if ('refusal' in read) return refuseWrite(room, write, read.refusal)
  const writers = writersOf(read, (clientId) => room.doc.clockOf(clientId))
  if (writers.length > room.world.limits.writers) {
    return refuseWrite(room, write, refusalFor('too_many_parts').refusal)
  }
  const waiting = gateWaits(room, read, writers, write)
  return waiting ? waiting.then(() => decide(room, read, write)) : decide(room, read, write)
}

/** Step 5, what it has to wait for: unknown owners, a long look, a full queue, a right under judgement. */
function gateWaits(
  room: Room,
  read: ReadUpdate,
  writers: readonly number[],
  write: Write,
): Promise<void> | null {
  const unknown = room.unknownOwners(writers)
  const inspecting = room.world.inspect?.(read)
  if (unknown.length === 0 && !inspecting && !room.commits.isFull) return null
  return (async () => {
    if (unknown.length > 0) await room.learnOwners(unknown)
    await inspecting
    while (room.commits.isFull && room.state === 'open') await room.commits.turn()
    if (write.from instanceof Connection) await write.from.whenFree()
  })()
}

/** Steps 5 to 8 in one go: between the judgement and the queue nothing else can happen to the doc. */
function decide(room: Room, read: ReadUpdate, write: Write): void {
  const { doc, world } = room
  if (room.state !== 'open') return write.from instanceof Connection ? undefined : write.from.settle(null)
  if (write.from instanceof Connection && write.from.isClosed) return
  const clockOf = (clientId: number) => doc.clockOf(clientId)
  // 5 gate: judge it against the doc as it is now
  const known = { clockOf, ownerOf: (clientId: number) => room.ownerOf(clientId) }
  const judgement = judgeUpdate(read, known, write.authorId, world.limits)
  if ('refusal' in judgement) return refuseWrite(room, write, judgement.refusal)
  const writers = writersOf(read, clockOf)
  // 6 and 7 structure and apply
  const accepted = accept(room, read, write)
  if (!accepted) return write.from instanceof Connection ? undefined : write.from.settle(null)
  if ('broken' in accepted) return refuseWrite(room, write, refusalFor(reasonOf(accepted.broken)).refusal)
  if (write.from instanceof Connection) write.from.resyncs = 0
  for (const clientId of judgement.claims) room.claim(clientId, write.authorId)
  // 8 commit
  const bindings = accepted.bytes ? room.takeBindings(writers) : []
  const { authorId, from, ordinal, companion } = write
  room.commits.enqueue({ bytes: accepted.bytes, authorId, bindings, companion, from, ordinal })
}

/** Null when the doc is beyond repair in memory: then the room is loaded again. */
function accept(room: Room, read: ReadUpdate, write: Write): Acceptance | null {
  try {
    return room.doc.accept(read.bytes, room.world.checkStructure, write.companion !== undefined)
  } catch (error) {
    room.withdraw(error)
    return null
  }
}

/** Steps 9 and 10, when the entries are on disk. */
export function publish(room: Room, entries: readonly Pending<Sender>[]): void {
  broadcast(room, entries)
  acknowledge(room, entries)
}

/** 9 broadcast: merged, encoded once, one buffer for all who wrote nothing of it; never back to the sender. */
function broadcast(room: Room, entries: readonly Pending<Sender>[]): void {
  const written = entries.filter((entry) => entry.bytes !== null)
  if (written.length === 0) return
  const senders = new Set(written.map((entry) => entry.from))
  let forAll: Uint8Array | null = null
  for (const connection of room.connections) {
    if (!connection.hears) continue
    if (!senders.has(connection)) {
      connection.send((forAll ??= updateFrame(written)))
      continue
    }
    const others = written.filter((entry) => entry.from !== connection)
    if (others.length > 0) connection.send(updateFrame(others))
  }
}

function updateFrame(written: readonly Pending<Sender>[]): Uint8Array {
  return encodeFrame({ type: 'update', update: mergeAll(written.map((entry) => entry.bytes!)) })
}

/** 10 acknowledge: to each sender once, the last of its frames in this commit. */
function acknowledge(room: Room, entries: readonly Pending<Sender>[]): void {
  const { seq } = room.doc
  const ordinals = new Map<Connection, number>()
  for (const { from, ordinal } of entries) {
    if (from instanceof Connection) ordinals.set(from, ordinal)
    else from.settle({ state: 'durable', seq })
  }
  for (const [connection, ordinal] of ordinals) connection.tell({ type: 'ack', ordinal, seq })
}

function writes(types: FrameTypes): boolean {
  return types.message === MESSAGE.sync && types.sync !== SYNC.step1
}

function answerStep1(connection: Connection, room: Room, stateVector: Uint8Array): void {
  if (!isStateVector(stateVector, room.world.limits.stateVectorClients)) {
    return refuseFrame(connection, room, 'malformed')
  }
  const hasNothing = stateVector.byteLength === 1
  const frame = hasNothing
    ? room.joinFrame()
    : encodeFrame({ type: 'step2', update: room.doc.missingFor(stateVector) })
  connection.hears = true
  connection.payFor(frame.byteLength)
  connection.send(frame)
}

/** Asks for everything after the durable prefix: what was only accepted is sent again, and told when it is saved. */
export function askForMissing(connection: Connection, room: Room): void {
  connection.awaitsStep2 = true
  connection.send(encodeFrame({ type: 'step1', stateVector: room.doc.durableVector() }))
}

/** A frame that cannot be read has no ordinal and no class but `refused`. */
function refuseFrame(connection: Connection, room: Room, reason: RefusalReason): void {
  refuseConnection(connection, room, { class: 'refused', reason }, 0)
}

/** At most four bytes are looked at: an empty answer to a SyncStep1 is no attempt to write. */
function refuseReader(connection: Connection, room: Room, payload: Uint8Array): void {
  if (payload.byteLength === 3 && payload[0] === 2 && payload[1] === 0 && payload[2] === 0) return
  const ordinal = ++connection.ordinal
  room.world.counters.count('refused_read_only', whereOf(connection, room))
  // A stock provider has no ear for it, and mends formatting in readers' copies too: it stays, unheard.
  connection.tell({ type: 'refusal', ordinal, class: 'refused', reason: 'read_only' })
}

function refuseWrite(room: Room, write: Write, refusal: Refusal): void {
  if (write.from instanceof Connection) return refuseConnection(write.from, room, refusal, write.ordinal)
  room.world.counters.count(`refused_${refusal.reason}`, { docId: room.docId, userId: write.authorId })
  write.from.settle({ state: 'refused', refusal })
}

/** Tells a connection that its frame was not taken, and does what the class of the refusal asks. */
export function refuseConnection(
  connection: Connection,
  room: Room,
  refusal: Refusal,
  ordinal: number,
): void {
  room.world.counters.count(`refused_${refusal.reason}`, whereOf(connection, room))
  connection.tell({ type: 'refusal', ordinal, ...refusal })
  switch (refusal.class) {
    case 'resync': {
      // Of a client that does not answer no more frames are refused than an honest one has under way.
      if (connection.awaitsStep2 && ++connection.gapFrames <= room.world.limits.gapFrames) return
      connection.gapFrames = 0
      if (++connection.resyncs > room.world.limits.resyncTries) {
        return connection.close(SYNC_CLOSE.tryAgain, refusal.reason)
      }
      return askForMissing(connection, room)
    }
    case 'rebase':
      return connection.close(SYNC_CLOSE.rebase, refusal.reason)
    case 'refused':
      return connection.close(SYNC_CLOSE.refused, refusal.reason)
  }
}

function whereOf(connection: Connection, room: Room): Record<string, unknown> {
  return { docId: room.docId, userId: connection.admission.userId }
}

const STRUCTURE_REASONS: ReadonlySet<string> = new Set<RefusalReason>([
  'unknown_node',
  'bad_content',
  'bad_attribute',
  'bad_mark',
  'too_deep',
  'unknown_root',
  'bad_link',
  'gap',
  'malformed',
])

/** The structure check names its reasons itself; one that is not ours is counted as `bad_structure`. */
function reasonOf(broken: string): RefusalReason {
  return STRUCTURE_REASONS.has(broken) ? (broken as RefusalReason) : 'bad_structure'
}
