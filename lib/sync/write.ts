import { Connection } from './connection'
import { judgeNames, refuse, writersOf } from './gate'
import type { ReadUpdate } from './gate'
import { refuseWrite } from './refusing'
import type { Room, Write } from './room'

/** False, and a waiting request is told so, when the room or the writer is gone. */
export function goesOn(room: Room, { from }: Write): boolean {
  const isOpen = room.state === 'open'
  if (!(from instanceof Connection)) {
    if (!isOpen) from.settle(null)
    return isOpen
  }
  return isOpen && !from.isClosed
}

/** False, and its sender is told, when the write was only meant for a chapter that read otherwise. */
export function isStillMeant(room: Room, write: Write): boolean {
  if (!write.onlyIf || write.onlyIf(room.doc.chapter)) return true
  refuseWrite(room, write, refuse('passage_changed').refusal)
  return false
}

/** True while the sender's right is being judged: its update has to wait. */
export function isHeld(write: Write): write is Write & { from: Connection } {
  return write.from instanceof Connection && write.from.isHeld && !write.from.isClosed
}

/** The client ids that write, and those they claim; null when one is somebody else's, which is then refused. */
export function nameWriters(
  room: Room,
  read: Pick<ReadUpdate, 'spans'>,
  write: Write,
): { writers: number[]; claims: number[] } | null {
  const clockOf = (clientId: number) => room.doc.clockOf(clientId)
  const known = { clockOf, ownerOf: (clientId: number) => room.ownerOf(clientId) }
  const judgement = judgeNames(read, known, write.authorId)
  if ('claims' in judgement) return { writers: writersOf(read, clockOf), claims: judgement.claims }
  refuseWrite(room, write, judgement.refusal)
  return null
}

/** Step 8: on its way to disk, with the client ids that its author claims by it. */
export function enqueue(
  room: Room,
  { authorId, from, ordinal, companion }: Write,
  { writers, claims }: { writers: number[]; claims: number[] },
  bytes: Uint8Array | null,
): void {
  if (from instanceof Connection) from.resyncs = 0
  for (const clientId of claims) room.claim(clientId, authorId)
  const bindings = bytes ? room.takeBindings(writers) : []
  room.commits.enqueue({ bytes, authorId, bindings, companion, from, ordinal })
}
