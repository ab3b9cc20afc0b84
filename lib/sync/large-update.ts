import { isAppError } from '@/lib/errors'
import { Connection } from './connection'
import type { Examined } from './doc-work'
import { refuse as refusalFor, writersOf } from './gate'
import { refuseWrite } from './refusing'
import type { Room, Write } from './room'
import type { GoodUpdate } from './room-doc'
import { enqueue, goesOn, isHeld, isStillMeant, nameWriters } from './write'

/**
 * Steps 5 to 8 for an update whose reading alone could hold the loop: judged in a thread against the doc as it is
 * now, then applied in slices. What others write to this doc meanwhile waits and is not lost.
 */
export function takeLarge(room: Room, write: Write): Promise<void> {
  return room.alone(async () => {
    while (room.commits.isFull && room.state === 'open') await room.commits.turn()
    if (!goesOn(room, write)) return
    const examined = await examine(room, write)
    if ('refusal' in examined) return refuseWrite(room, write, refusalFor(examined.refusal).refusal)
    const read = { spans: new Map(examined.spans) }
    const unknown = room.unknownOwners(writersOf(read, (clientId) => room.doc.clockOf(clientId)))
    if (unknown.length > 0) await room.learnOwners(unknown)
    while (isHeld(write)) await write.from.whenFree()
    if (!goesOn(room, write)) return
    const named = nameWriters(room, read, write)
    if (!named || !isStillMeant(room, write)) return
    const bytes = await acceptExamined(room, examined, write)
    if (bytes !== undefined && goesOn(room, write)) enqueue(room, write, named, bytes)
  })
}

/** Steps 5 to 7 on a copy. Who sends what is costly rests for as long as it took. */
async function examine(room: Room, write: Write): Promise<Examined> {
  const { clock, limits, work } = room.world
  const { structs, deleteRanges, writers, clockAdvance } = limits
  const bounds = { structs, deleteRanges, writers, clockAdvance }
  const began = clock.now()
  try {
    return await work('examine', { blobs: room.doc.blobs, update: write.update, bounds })
  } catch (error) {
    if (isAppError(error) && error.code === 'too_large') return { refusal: 'too_costly' }
    throw error
  } finally {
    if (write.from instanceof Connection) write.from.rest(clock.now() - began)
  }
}

/** What the doc keeps of it; undefined when the room has to be loaded again. */
async function acceptExamined(
  room: Room,
  examined: GoodUpdate,
  write: Write,
): Promise<Uint8Array | null | undefined> {
  try {
    return await room.doc.acceptExamined(examined, write.companion !== undefined)
  } catch (error) {
    room.withdraw(error)
    return undefined
  }
}
