import type { Pending } from './commits'
import { Connection } from './connection'
import type { Room, Sender } from './room'
import { shareOut } from './sharing'
import { encodeFrame } from './wire'

/** Steps 9 and 10, when the entries are on disk. */
export function publish(room: Room, entries: readonly Pending<Sender>[]): void {
  broadcast(room, entries)
  acknowledge(room, entries)
}

/** 9 broadcast: merged, encoded once, one buffer for all who wrote nothing of it; never back to the sender. */
function broadcast(room: Room, entries: readonly Pending<Sender>[]): void {
  const written = entries.flatMap(({ bytes, from }) => (bytes ? [{ bytes, from }] : []))
  if (written.length === 0) return
  const senders = new Set(written.map(({ from }) => from))
  const shared = shareOut(written)
  let forAll: Uint8Array[] | null = null
  for (const connection of room.connections) {
    if (!connection.hears) continue
    const frames = senders.has(connection)
      ? framesOf(shared.without(connection))
      : (forAll ??= framesOf(shared.forAll()))
    for (const frame of frames) connection.send(frame)
  }
}

function framesOf(updates: readonly Uint8Array[]): Uint8Array[] {
  return updates.map((update) => encodeFrame({ type: 'update', update }))
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
