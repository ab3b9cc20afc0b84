import { AppError, isAppError } from '@/lib/errors'
import { DamagedDoc } from './building'
import type { StoredDoc } from './contract'
import { openSound } from './opening'
import { Room } from './room'
import type { RoomOutcome, RoomWorld } from './room'
import { RoomDoc } from './room-doc'

/** The rooms in memory: loaded when somebody comes, unloaded when memory is wanted and nothing of them is only here. */
export class LoadedRooms {
  /** True from the beginning of the shutdown: nothing is loaded any more. */
  isClosing = false
  readonly #rooms = new Map<string, Room>()
  readonly #loading = new Map<string, Promise<Room>>()

  constructor(
    private readonly world: RoomWorld,
    private readonly outcome: RoomOutcome,
  ) {}

  get size(): number {
    return this.#rooms.size
  }

  get(docId: string): Room | undefined {
    return this.#rooms.get(docId)
  }

  all(): IterableIterator<Room> {
    return this.#rooms.values()
  }

  /** Lets go of a room that another may have replaced already. */
  forget(room: Room): void {
    if (this.#rooms.get(room.docId) === room) this.#rooms.delete(room.docId)
  }

  /**
   * Does something in a room, which is loaded when it is not, and stays loaded meanwhile.
   * @throws {AppError} not_found, unavailable
   */
  async within<T>(docId: string, visit: (room: Room) => T | Promise<T>): Promise<T> {
    const room = await this.#open(docId)
    try {
      return await visit(room)
    } finally {
      room.visitors--
      this.unloadIdle()
    }
  }

  /** Check and removal are one step without an await, so no join can come between. */
  unloadIdle(): void {
    const idle = [...this.#rooms.values()].filter((room) => room.isIdle)
    let bytes = idle.reduce((sum, room) => sum + room.doc.byteLength, 0)
    idle.sort((a, b) => a.usedAt - b.usedAt)
    for (const room of idle) {
      if (bytes <= this.world.limits.idleBytes) return
      bytes -= room.doc.byteLength
      this.#rooms.delete(room.docId)
      room.close()
      this.world.counters.add('unloads')
    }
  }

  close(): void {
    for (const room of this.#rooms.values()) room.close()
    this.#rooms.clear()
  }

  /** One load for all who wait. The answer counts as visited from now on, or it could be unloaded on the way. */
  async #open(docId: string): Promise<Room> {
    for (;;) {
      if (this.isClosing) throw unavailable()
      const room = this.#rooms.get(docId)
      if (room) {
        room.usedAt = this.world.clock.now()
        room.visitors++
        return room
      }
      let loading = this.#loading.get(docId)
      if (!loading) {
        loading = this.#load(docId).finally(() => this.#loading.delete(docId))
        this.#loading.set(docId, loading)
      }
      await loading
    }
  }

  /** Readers are answered meanwhile; what is written waits. When it fails, the load has failed. */
  async #build(room: Room): Promise<void> {
    await room.alone(async () => {
      // Whoever waited for the load comes in first, and is told when this fails.
      await new Promise((resolve) => setImmediate(resolve))
      try {
        await room.doc.build()
      } catch (error) {
        // Before anything that waits could go on: it would be judged against half of the doc.
        this.forget(room)
        this.world.counters.count('load_failed', { docId: room.docId, error: String(error) })
        if (room.state === 'open') room.dismiss('not loaded')
      }
    })
    this.unloadIdle()
  }

  async #load(docId: string): Promise<Room> {
    const { log, work, limits, counters } = this.world
    counters.add('loads')
    try {
      const make = (stored: StoredDoc) => RoomDoc.open(stored, { limits, work })
      const opened = await openSound(log, docId, make)
      if (!opened) throw new AppError('not_found', 'There is no such chapter.')
      const { doc, damage } = opened
      if (damage) counters.count('load_quarantined', { docId, ...damage })
      const room = new Room(docId, doc, this.world, this.outcome)
      room.damage = damage
      this.#rooms.set(docId, room)
      if (doc.isWhole) doc.rest()
      else void this.#build(room)
      return room
    } catch (error) {
      if (isAppError(error)) throw error
      counters.count(error instanceof DamagedDoc ? 'load_damaged' : 'load_failed', { docId })
      throw unavailable(error)
    }
  }
}

/** The store did not answer, or what is stored cannot be read. */
export function unavailable(cause?: unknown): AppError {
  const sentence = 'The chapter cannot be loaded or saved just now. Try again in a moment.'
  return new AppError('unavailable', sentence, { cause })
}
