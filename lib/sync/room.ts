import type { Clock } from '@/lib/clock'
import { Commits } from './commits'
import type { CommitOutcome, Pending } from './commits'
import type { Connection } from './connection'
import { SYNC_CLOSE } from './contract'
import type { Applied, ApplyOptions, Damage, UpdateLog } from './contract'
import type { Counters } from './counters'
import type { SyncLimits } from './limits'
import { Presence } from './presence'
import type { DocWorker } from './doc-work'
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

/** An update on its way through the steps. */
export interface Write {
  update: Uint8Array
  authorId: string
  from: Sender
  /** Position among the sender's counted frames; 0 for a request. */
  ordinal: number
  /** Stored in the transaction of the update. */
  companion?: unknown
  onlyIf?: ApplyOptions['onlyIf']
}

/** What every room of a process shares. */
export interface RoomWorld {
  log: UpdateLog
  clock: Clock
  limits: SyncLimits
  counters: Counters
  checkStructure: CheckStructure
  /** Does what would hold the loop. */
  work: DocWorker
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
  #wroteAt: number
  /** Set when the doc is in quarantine: everyone reads its last good version and nobody writes. */
  damage?: Damage
  readonly #owners = new Map<number, { userId: string; isStored: boolean }>()
  #joinFrames: { seq: number; frames: readonly Uint8Array[] } | null = null
  #busy: Promise<void> | null = null

  constructor(
    readonly docId: string,
    readonly doc: RoomDoc,
    readonly world: RoomWorld,
    private readonly outcome: RoomOutcome,
  ) {
    this.usedAt = world.clock.now()
    this.#wroteAt = this.usedAt
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

  /** Lets the doc rest when nobody has written in it for a while. */
  restWhenQuiet(now: number): void {
    if (now - this.#wroteAt >= this.world.limits.restMs && !this.isBusy) this.doc.rest()
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

  /** The frames for somebody who has nothing: encoded once per log position, shared by all who join. */
  joinFrames(): readonly Uint8Array[] {
    const { seq } = this.doc
    if (this.#joinFrames?.seq !== seq) this.#joinFrames = { seq, frames: this.doc.joinFrames(answerFrames) }
    return this.#joinFrames.frames
  }

  /** True while one has the doc for itself. */
  get isBusy(): boolean {
    return this.#busy !== null
  }

  /** Resolves when nobody has the doc for himself; another may have it by the time one looks. */
  whenFree(): Promise<void> {
    return this.#busy ?? Promise.resolve()
  }

  /** Has the doc for itself while `task` runs: nothing else is accepted meanwhile. */
  async alone<T>(task: () => Promise<T> | T): Promise<T> {
    while (this.#busy) await this.#busy
    let free = () => {}
    this.#busy = new Promise((resolve) => (free = resolve))
    try {
      return await task()
    } finally {
      this.#busy = null
      free()
    }
  }

  /** Gives up everything that is not durable; the room is loaded again. */
  withdraw(error: unknown): void {
    if (this.state === 'open') this.outcome.withdraw(this, error)
  }

  /** Sends everybody back to begin anew, and frees what it holds. The caller has taken it out of the map. */
  dismiss(reason: string): void {
    this.state = 'withdrawn'
    for (const request of [...this.requests]) request.settle(null)
    for (const connection of [...this.connections]) connection.close(SYNC_CLOSE.tryAgain, reason)
    this.close()
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
    this.#wroteAt = this.world.clock.now()
    this.world.counters.add('commits')
    this.world.counters.add('committed_updates', count)
    if (this.doc.wantsFolding) this.#fold()
  }

  /** A cached encoding that is not made anew is no harm: joins are sent more updates after it. */
  #fold(): void {
    this.doc.fold().catch((error: unknown) => {
      this.world.counters.count('fold_failed', { docId: this.docId, error: String(error) })
    })
  }
}

/** The frames that answer a SyncStep1 with these updates: y-websocket 3.1 reads one message per frame. */
export function answerFrames(updates: readonly Uint8Array[]): Uint8Array[] {
  return updates.map((update, i) => encodeFrame({ type: i === 0 ? 'step2' : 'update', update }))
}
