import * as Y from 'yjs'
import { sizeOf } from './bytes'
import type { Connection } from './connection'
import { refuseFrame } from './refusing'
import { answerFrames } from './room'
import type { Room } from './room'

/** Answers a SyncStep1: with everything, or with what the asker lacks. It hears what others write from then on. */
export function answerStep1(
  connection: Connection,
  room: Room,
  stateVector: Uint8Array,
): Promise<void> | void {
  if (!isStateVector(stateVector, room.world.limits.stateVectorClients)) {
    return refuseFrame(connection, room, 'malformed')
  }
  const frames = framesFor(room, stateVector)
  if (frames) return sendAnswer(connection, frames)
  return room.alone(async () => {
    while (!room.doc.isDurable && room.state === 'open') await room.commits.turn()
    if (room.state === 'open') sendAnswer(connection, framesFor(room, stateVector) ?? room.joinFrames())
  })
}

/** Null while the difference cannot be told from what is not on disk yet. */
function framesFor(room: Room, stateVector: Uint8Array): readonly Uint8Array[] | null {
  if (stateVector.byteLength === 1) return room.joinFrames()
  const updates = room.doc.missingFor(stateVector)
  return updates && answerFrames(updates)
}

function sendAnswer(connection: Connection, frames: readonly Uint8Array[]): void {
  connection.hears = true
  connection.payFor(sizeOf(frames))
  for (const frame of frames) connection.send(frame)
}

/** True when the bytes are a state vector of at most `maxClients` clients, read to the end. */
function isStateVector(bytes: Uint8Array, maxClients: number): boolean {
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
