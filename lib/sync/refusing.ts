import { Connection } from './connection'
import { SYNC_CLOSE } from './contract'
import type { Refusal, RefusalReason } from './contract'
import type { Room, Write } from './room'
import { encodeFrame } from './wire'

/** Asks for everything after the durable prefix: what was only accepted is sent again, and told when it is saved. */
export function askForMissing(connection: Connection, room: Room): void {
  connection.awaitsStep2 = true
  connection.send(encodeFrame({ type: 'step1', stateVector: room.doc.durableVector() }))
}

/** A frame that cannot be read has no ordinal and no class but `refused`. */
export function refuseFrame(connection: Connection, room: Room, reason: RefusalReason): void {
  refuseConnection(connection, room, { class: 'refused', reason }, 0)
}

/** At most four bytes are looked at: an empty answer to a SyncStep1 is no attempt to write. */
export function refuseReader(connection: Connection, room: Room, payload: Uint8Array): void {
  if (payload.byteLength === 3 && payload[0] === 2 && payload[1] === 0 && payload[2] === 0) return
  const ordinal = ++connection.ordinal
  room.world.counters.count('refused_read_only', whereOf(connection, room))
  // A stock provider has no ear for it, and mends formatting in readers' copies too: it stays, unheard.
  connection.tell({ type: 'refusal', ordinal, class: 'refused', reason: 'read_only' })
}

/** Tells whoever sent an update that it was not taken. */
export function refuseWrite(room: Room, write: Write, refusal: Refusal): void {
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
