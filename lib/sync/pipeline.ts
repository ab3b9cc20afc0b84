import type { Connection } from './connection'
import { judgeParts, readUpdate, refuse as refusalFor, writersOf } from './gate'
import type { ReadUpdate } from './gate'
import { hearPresence } from './hear-presence'
import { answerStep1 } from './joining'
import { takeLarge } from './large-update'
import { refuseFrame, refuseReader, refuseWrite } from './refusing'
import type { Room, Write } from './room'
import { reasonOf } from './structure'
import { carriesUpdate, decodeClientFrame, readTypes, MESSAGE, SYNC } from './wire'
import type { FrameTypes } from './wire'
import { enqueue, goesOn, isHeld, isStillMeant, nameWriters } from './write'

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
  const { limits } = room.world
  if (write.update.byteLength > limits.inlineBytes) return takeLarge(room, write)
  // 5 gate: read it without applying it
  const { inlineStructs: structs, inlineDeleteRanges: deleteRanges } = limits
  const read = readUpdate(write.update, { structs, deleteRanges })
  if ('refusal' in read) {
    const isLong = read.refusal.reason === 'too_many_parts'
    return isLong ? takeLarge(room, write) : refuseWrite(room, write, read.refusal)
  }
  const mustWait = room.isBusy || room.commits.isFull || unknownWriters(room, read).length > 0
  return mustWait ? takeLater(room, read, write) : takeNow(room, read, write)
}

/** Step 5, when it has to wait: for owners that are not known yet, a full queue, a right under judgement. */
async function takeLater(room: Room, read: ReadUpdate, write: Write): Promise<void> {
  const asked = new Set<number>()
  while (goesOn(room, write)) {
    const unknown = room.isBusy ? [] : unknownWriters(room, read).filter((clientId) => !asked.has(clientId))
    if (room.isBusy) await room.whenFree()
    else if (room.commits.isFull) await room.commits.turn()
    else if (isHeld(write)) await write.from.whenFree()
    else if (unknown.length === 0) return takeNow(room, read, write)
    else {
      for (const clientId of unknown) asked.add(clientId)
      await room.learnOwners(unknown)
    }
  }
}

/** Whose owner has to be asked for. More than an update may have are not: it is refused for them. */
function unknownWriters(room: Room, read: ReadUpdate): number[] {
  const writers = writersOf(read, (clientId) => room.doc.clockOf(clientId))
  return writers.length > room.world.limits.writers ? [] : room.unknownOwners(writers)
}

/** Steps 5 to 8 in one go: between the judgement and the queue nothing else can happen to the doc. */
function takeNow(room: Room, read: ReadUpdate, write: Write): Promise<void> | void {
  if (!goesOn(room, write)) return
  const { doc, world } = room
  const clockOf = (clientId: number) => doc.clockOf(clientId)
  // 5 gate: judge it against the doc as it is now
  if (doc.newPartsOf(read) > world.limits.inlineParts) return takeLarge(room, write)
  const refused = judgeParts(read, clockOf, world.limits)
  if (refused) return refuseWrite(room, write, refusalFor(refused).refusal)
  const named = nameWriters(room, read, write)
  if (!named || !isStillMeant(room, write)) return
  // 6 and 7 structure and apply
  const accepted = doc.accept(read.bytes, world.checkStructure, write.companion !== undefined)
  if ('broken' in accepted) {
    refuseWrite(room, write, refusalFor(reasonOf(accepted.broken)).refusal)
    return mend(room)
  }
  enqueue(room, write, named, accepted.bytes)
}

/** After a broken update the doc is made anew; a doc that cannot be is loaded again. */
function mend(room: Room): Promise<void> | void {
  const failed = (error: unknown) => room.withdraw(error)
  try {
    const mending = room.doc.mend()
    if (mending) return room.alone(() => mending).catch(failed)
  } catch (error) {
    failed(error)
  }
}

function writes(types: FrameTypes): boolean {
  return types.message === MESSAGE.sync && types.sync !== SYNC.step1
}
