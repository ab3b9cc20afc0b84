import type { Connection } from './connection'
import { SYNC_CLOSE } from './contract'
import type { HeardState } from './presence'
import { readCursor, readStates } from './presence'
import type { Room } from './room'

/**
 * Takes an awareness frame: the sender's own state is shown with the identity of the login, everything else in it
 * is an echo of what the provider heard and is passed over. The first state of its own binds the client id.
 */
export function hearPresence(connection: Connection, room: Room, states: Uint8Array): Promise<void> | void {
  const heard = readStates(states, room.world.limits)
  if (!heard) {
    room.world.counters.count('refused_presence', { docId: room.docId })
    return connection.close(SYNC_CLOSE.refused, 'malformed')
  }
  const own = ownState(connection, heard)
  if (!own) return greetOnce(connection, room)
  const unknown = room.unknownOwners([own.clientId])
  if (unknown.length === 0) return showOwn(connection, room, own)
  return room.learnOwners(unknown).then(() => showOwn(connection, room, own))
}

/** Sends a newcomer who else is here, once; after its own state, so that it never hears of itself. */
export function greetOnce(connection: Connection, room: Room): void {
  if (connection.isGreeted || connection.isClosed) return
  connection.isGreeted = true
  room.presence.greet(connection)
}

/** A provider announces itself alone; later its state may stand among echoes. */
function ownState(connection: Connection, heard: readonly HeardState[]): HeardState | undefined {
  if (connection.clientId === null) return heard.length === 1 ? heard[0] : undefined
  return heard.find((state) => state.clientId === connection.clientId)
}

function showOwn(connection: Connection, room: Room, own: HeardState): void {
  if (connection.isClosed || room.state !== 'open') return
  const { admission } = connection
  const owner = room.ownerOf(own.clientId)
  const isFree = owner === null && room.doc.clockOf(own.clientId) === 0
  if (owner !== admission.userId && !isFree) return greetOnce(connection, room)
  const cursor = readCursor(own.state, room.world.limits)
  if (cursor === undefined) {
    room.world.counters.count('refused_presence', { docId: room.docId })
    return greetOnce(connection, room)
  }
  if (isFree) room.claim(own.clientId, admission.userId)
  connection.clientId = own.clientId
  if (cursor === null) {
    room.presence.remove(connection)
  } else {
    const user = { id: admission.userId, name: admission.name, color: admission.colour }
    room.presence.show(connection, own, { user, ...cursor })
  }
  greetOnce(connection, room)
}
