import type { Clock } from '@/lib/clock'
import { Commits } from './commits'
import type { CommitOutcome, Pending } from './commits'
import type { Connection } from './connection'
import type { Applied, Damage, UpdateLog } from './contract'
import type { Counters } from './counters'
import type { ReadUpdate } from './gate'
import type { SyncLimits } from './limits'
import { Presence } from './presence'
import type { RoomDoc } from './room-doc'
import type { CheckStructure } from './structure'
import { encodeFrame } from './wire'

/** A change that came by another way than a socket: HTTP, or the server's own difference. */
export interface Request {
  /** Told once what became of it; null when the log failed and nobody knows. */
  settle(applied: Applied | null): void
}

/** Who sent an update. */
export type Sender = Connection | Request

/** What every room of a process shares. */
export interface RoomWorld {
  log: UpdateLog
  clock: Clock
  limits: SyncLimits
  counters: Counters
  checkStructure: CheckStructure
  /** Looks at an update for longer than the loop may be held, in a worker for instance. Rejects nothing by itself. */
  inspect?: (update: ReadUpdate) => Promise<void> | void
  schemaVersion: number
}

/** What a room does with the end of a commit: `pipeline.ts` publishes, `rooms.ts` withdraws. */
export interface RoomOutcome {
  publish(room: Room, entries: readonly Pending<Sender>[]): void
  withdraw(room: Room, error: unknown): void
}

/** A doc in memory and the connections in it. */
export class Room {
  readonly connections = new Set<Connection>()
  readonly presence: Presence
  readonly commits: Commits<Sender>
  /** `withdrawn`: a commit failed, so memory and log may differ; nothing is taken any more. */
  state: 'open' | 'withdrawn' | 'closed' = 'open'
  /** Requests that wait for their commit. */
  readonly requests = new Set<Request>()
  /** Joins and requests under way: a room with one is not unloaded. */
  visitors = 0
  usedAt: number
  /** Set when the doc is in quarantine: everyone reads its last good version and nobody writes. */
  damage?: Damage
  readonly #owners = new Map<number, { userId: string; isStored: boolean }>()
  #joinFrame: { seq: number; bytes: Uint8Array } | null = null

  constructor(
    readonly docId: string,
    readonly doc: RoomDoc,
    readonly world: RoomWorld,
    private readonly outcome: RoomOutcome,
  ) {
    this.usedAt = world.clock.now()
    this.presence = new Presence(() => this.connections, world.clock, world.limits)
    const ends: CommitOutcome<Sender> = {
      durable: (entries, position) => {
        this.#makeDurable(entries, position)
        outcome.publish(this, entries)
      },
      failed: (error) => this.withdraw(error),
    }
    const append = (entries: Parameters<UpdateLog['append']>[1]) =>
      world.log.append(docId, entries, doc.epoch)
    this.commits = new Commits(append, ends, world.clock, world.limits)
  }

  /** True when nobody is in it and nothing is under way: stored equals memory, so it may be unloaded. */
  get isIdle(): boolean {
    return this.connections.size === 0 && this.visitors === 0 && this.commits.isIdle && this.doc.isDurable
  }

  /** The person a client id is bound to, as far as this room has learned it; null for nobody. */
  ownerOf(clientId: number): string | null {
    return this.#owners.get(clientId)?.userId ?? null
  }

  /** The ids among these whose owner has to be asked for first. */
  unknownOwners(clientIds: readonly number[]): number[] {
    return clientIds.filter((clientId) => !this.#owners.has(clientId))
  }

  /** Asks the log for the owners of these client ids. @throws when the store does not answer */
  async learnOwners(clientIds: readonly number[]): Promise<void> {
    const found = await this.world.log.ownerOf(this.docId, clientIds)
    for (const [clientId, userId] of found) {
      if (!this.#owners.has(clientId)) this.#owners.set(clientId, { userId, isStored: true })
    }
  }

  /** Binds a client id that nobody owns to a person; it is stored with that person's first update. */
  claim(clientId: number, userId: string): void {
    if (!this.#owners.has(clientId)) this.#owners.set(clientId, { userId, isStored: false })
  }

  /** The bindings to store with an update in which these ids write. Each is handed out once. */
  takeBindings(clientIds: readonly number[]): { clientId: number; userId: string }[] {
    const bindings: { clientId: number; userId: string }[] = []
    for (const clientId of clientIds) {
      const owner = this.#owners.get(clientId)
      if (!owner || owner.isStored) continue
      owner.isStored = true
      bindings.push({ clientId, userId: owner.userId })
    }
    return bindings
  }

  /** The SyncStep2 frame for somebody who has nothing: encoded once per log position, shared by all who join. */
  joinFrame(): Uint8Array {
    const { seq, state } = this.doc.durableState()
    if (this.#joinFrame?.seq !== seq) {
      this.#joinFrame = { seq, bytes: encodeFrame({ type: 'step2', update: state }) }
    }
    return this.#joinFrame.bytes
  }

  /** Gives up everything that is not durable; the room is loaded again. */
  withdraw(error: unknown): void {
    if (this.state === 'open') this.outcome.withdraw(this, error)
  }

  /** Frees what it holds. The caller has taken it out of the map and closed its connections. */
  close(): void {
    this.state = 'closed'
    this.presence.stop()
    this.doc.destroy()
  }

  #makeDurable(
    entries: readonly Pending<Sender>[],
    position: { firstSeq: number; lastSeq: number } | null,
  ): void {
    if (!position) return
    if (position.firstSeq !== this.doc.seq + 1) {
      throw new Error('The log holds rows that this room has not seen.')
    }
    const count = entries.filter((entry) => entry.bytes !== null).length
    this.doc.makeDurable(count, position.lastSeq)
    this.world.counters.add('commits')
    this.world.counters.add('committed_updates', count)
  }
}
