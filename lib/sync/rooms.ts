import type { Clock } from '@/lib/clock'
import { AppError, isAppError } from '@/lib/errors'
import type { ErrorCode } from '@/lib/errors'
import { SCHEMA_VERSION } from '@/lib/prose/schema'
import { Connection } from './connection'
import type { ConnectionWorld, Socket } from './connection'
import { SYNC_CLOSE } from './contract'
import type {
  Admission,
  Applied,
  ApplyOptions,
  Audience,
  ConnectionMatch,
  DurableState,
  UpdateLog,
} from './contract'
import { openCounters } from './counters'
import type { Counters, SyncLogger } from './counters'
import { docWorkHere } from './doc-work'
import type { DocWorker } from './doc-work'
import { greetOnce } from './hear-presence'
import { SYNC_LIMITS } from './limits'
import type { SyncLimits } from './limits'
import { LoopTurn } from './loop-turn'
import { Judging } from './judging'
import { LoadedRooms, unavailable } from './loaded-rooms'
import { receive, takeUpdate } from './pipeline'
import { publish } from './publishing'
import { askForMissing, refuseConnection } from './refusing'
import { quarantined } from './opening'
import type { Request, Room, RoomOutcome, RoomWorld, Write } from './room'
import { checkChapter } from './structure'
import type { CheckStructure } from './structure'
import { encodeFrame } from './wire'
import type { Notice } from './wire'

/** What the sync server is given: it reads no clock, opens no database and knows no feature by itself. */
export interface RoomsWorld {
  log: UpdateLog
  clock: Clock
  /** Judges what an update touched; a chapter's check (`lib/prose`) unless told otherwise. */
  checkStructure?: CheckStructure
  /** The schema the server runs, of `lib/prose` unless told otherwise; a client with an older one may only read. */
  schemaVersion?: number
  limits?: Partial<SyncLimits>
  logger?: SyncLogger
  /** Reads large docs and judges large updates; here, unless threads are given (`openDocThreads`). */
  work?: DocWorker
  /** Told after each commit that held something new, when everyone in the doc was sent it. May not throw. */
  saved?: (docId: string, seq: number) => void
  /** Told when the last connection that may edit has left a doc. May not throw. */
  emptied?: (docId: string) => void
}

/** All docs that are open in this process. */
export interface Rooms {
  /** Null when one more connection fits, else why not. Ask before the upgrade. */
  mayConnect(who: Pick<Admission, 'address' | 'userId'>): ErrorCode | null
  /** Takes over a socket that was admitted in this very tick; every later change of rights comes by `rejudge`. */
  connect(socket: Socket, admission: Admission): void
  /** Sends a notice to those in the doc who asked for extensions. @throws {RangeError} if it is too long */
  notify(docId: string, notice: Notice, audience?: Audience): void
  /** The durable prefix of a doc, loaded or not. @throws {AppError} not_found, unavailable */
  durableState(docId: string): Promise<DurableState>
  /**
   * Takes an update that did not come over a socket, through the same gate, and answers when it is on disk. The
   * caller has judged the author's right. The server's own changes use a fresh random client id for each.
   * @throws {AppError} not_found, too_large, unavailable (then it may or may not be stored: sending again is safe)
   */
  apply(docId: string, update: Uint8Array, authorId: string, options?: ApplyOptions): Promise<Applied>
  /** Suspends the matching connections at once, judges each again, and resumes or closes it. Never rejects. */
  rejudge(match: ConnectionMatch): Promise<void>
  /** Loads a doc again because something other than its log changed it (a repair); those in it come back by themselves. */
  reopen(docId: string): void
  /** Ids of the people who have the doc open now, each once. */
  present(docId: string): string[]
  /** Counts by reason, and `rooms`, `awake`, `connections`, `loaded_bytes` as they are now. */
  counters(): Record<string, number>
  /** Stops taking frames, writes what waits, closes all connections as a restart. At most `shutdownMs`. */
  close(): Promise<void>
}

/** Opens the sync server. Nothing is loaded before somebody asks for it. */
export function openRooms(world: RoomsWorld): Rooms {
  return new OpenRooms(world)
}

class OpenRooms implements Rooms {
  readonly #clock: Clock
  readonly #limits: SyncLimits
  readonly #counters: Counters
  readonly #roomWorld: RoomWorld
  readonly #judging: Judging
  readonly #saved: RoomsWorld['saved']
  readonly #emptied: RoomsWorld['emptied']
  readonly #connectionWorld: ConnectionWorld
  readonly #rooms: LoadedRooms
  readonly #connections = new Set<Connection>()
  /** The room of each connection that has entered one. */
  readonly #roomOf = new Map<Connection, Room>()
  #isClosing = false
  #cancelSweep: () => void

  constructor(world: RoomsWorld) {
    this.#clock = world.clock
    this.#saved = world.saved
    this.#emptied = world.emptied
    this.#limits = { ...SYNC_LIMITS, ...world.limits }
    this.#counters = openCounters(world.logger)
    const { log, clock, checkStructure = checkChapter, schemaVersion = SCHEMA_VERSION } = world
    const work = world.work ?? docWorkHere(checkStructure)
    const shared = { limits: this.#limits, counters: this.#counters }
    this.#roomWorld = { log, clock, checkStructure, schemaVersion, work, ...shared }
    this.#judging = new Judging({
      clock,
      ...shared,
      asHere: (admission) => this.#withSchema(admission),
      seesAnew: (connection) => this.#seesAnew(connection),
    })
    this.#rooms = new LoadedRooms(this.#roomWorld, {
      publish: (room, entries) => this.#publish(room, entries),
      withdraw: (room, error) => this.#withdraw(room, error),
    })
    this.#connectionWorld = {
      clock,
      limits: this.#limits,
      turn: new LoopTurn(clock, this.#limits.turnMs),
      receive: (connection, bytes) => {
        const room = this.#roomOf.get(connection)
        return room && receive(connection, room, bytes)
      },
      left: (connection) => this.#left(connection),
      broke: (connection, error) => this.#broke(connection, error),
    }
    this.#cancelSweep = clock.after(this.#limits.sweepMs, () => this.#sweep())
  }

  mayConnect({ address, userId }: Pick<Admission, 'address' | 'userId'>): ErrorCode | null {
    if (this.#isClosing) return 'unavailable'
    let fromAddress = 0
    let ofUser = 0
    for (const { admission } of this.#connections) {
      if (address !== undefined && admission.address === address) fromAddress++
      if (admission.userId === userId) ofUser++
    }
    const isFull =
      fromAddress >= this.#limits.connectionsPerAddress || ofUser >= this.#limits.connectionsPerUser
    if (isFull) this.#counters.count('refused_connections', { userId })
    return isFull ? 'too_many' : null
  }

  connect(socket: Socket, admission: Admission): void {
    const connection = new Connection(socket, this.#withSchema(admission), this.#connectionWorld)
    socket.listen(connection)
    if (this.#isClosing) return connection.close(SYNC_CLOSE.restart, 'restart')
    this.#connections.add(connection)
    connection.hold('joining')
    this.#judging.arrived(connection)
    void this.#join(connection)
  }

  notify(docId: string, notice: Notice, audience: Audience = {}): void {
    const frame = encodeFrame({ type: 'notice', notice })
    for (const connection of this.#rooms.get(docId)?.connections ?? []) {
      const { admission } = connection
      if (!admission.wantsExtensions) continue
      if (audience.userIds && !audience.userIds.includes(admission.userId)) continue
      if (audience.canEdit !== undefined && audience.canEdit !== admission.canEdit) continue
      connection.send(frame)
    }
  }

  durableState(docId: string): Promise<DurableState> {
    return this.#rooms.within(docId, (room) => room.doc.durableState())
  }

  async apply(
    docId: string,
    update: Uint8Array,
    authorId: string,
    options: ApplyOptions = {},
  ): Promise<Applied> {
    if (update.byteLength > this.#limits.httpUpdateBytes) {
      throw new AppError('too_large', 'This change is too large to be saved in one step.')
    }
    const applied = await this.#rooms.within(docId, (room) => {
      if (room.damage) throw quarantined()
      return request(room, { update, authorId, ...options })
    })
    if (!applied) throw unavailable()
    return applied
  }

  async rejudge(match: ConnectionMatch): Promise<void> {
    await this.#judging.again(match, this.#connections)
  }

  reopen(docId: string): void {
    const room = this.#rooms.get(docId)
    if (room) this.#giveUp(room)
  }

  present(docId: string): string[] {
    const connections = this.#rooms.get(docId)?.connections ?? []
    return [...new Set([...connections].map(({ admission }) => admission.userId))]
  }

  counters(): Record<string, number> {
    const docs = [...this.#rooms.all()].map(({ doc }) => doc)
    const now = {
      rooms: docs.length,
      awake: docs.filter(({ isResting }) => !isResting).length,
      connections: this.#connections.size,
      loaded_bytes: docs.reduce((sum, { byteLength }) => sum + byteLength, 0),
    }
    return { ...this.#counters.read(), ...now }
  }

  async close(): Promise<void> {
    this.#isClosing = true
    this.#rooms.isClosing = true
    this.#cancelSweep()
    for (const connection of this.#connections) connection.hold('joining')
    let isLate = false
    const late = new Promise<void>((resolve) => {
      this.#clock.after(this.#limits.shutdownMs, () => {
        isLate = true
        resolve()
      })
    })
    const flush = async () => {
      for (const room of this.#rooms.all()) while (!room.commits.isIdle && !isLate) await room.commits.turn()
    }
    await Promise.race([flush(), late])
    for (const connection of [...this.#connections]) connection.close(SYNC_CLOSE.restart, 'restart')
    this.#rooms.close()
  }

  /**
   * A client that edits with an older schema would delete what it does not know, and a doc in quarantine is not
   * written to: both may only read.
   */
  #withSchema(admission: Admission): Admission {
    const { schemaVersion, docId } = admission
    const isOutdated = schemaVersion !== undefined && schemaVersion < this.#roomWorld.schemaVersion
    return isOutdated || this.#rooms.get(docId)?.damage ? { ...admission, canEdit: false } : admission
  }

  async #join(connection: Connection): Promise<void> {
    try {
      while (!connection.isClosed && !this.#roomOf.has(connection)) {
        await this.#rooms.within(connection.admission.docId, (room) => {
          if (!connection.isClosed && room.state === 'open') this.#enter(connection, room)
        })
      }
    } catch (error) {
      const code = isAppError(error) && error.code === 'not_found' ? SYNC_CLOSE.notFound : SYNC_CLOSE.tryAgain
      connection.close(code, 'not loaded')
    }
  }

  #enter(connection: Connection, room: Room): void {
    const admission = this.#withSchema(connection.admission)
    connection.admission = admission
    this.#roomOf.set(connection, room)
    room.connections.add(connection)
    if (admission.epoch !== undefined && admission.epoch !== room.doc.epoch) {
      return refuseConnection(connection, room, { class: 'rebase', reason: 'other_history' }, 0)
    }
    const { userId: id, name, colour, canEdit } = admission
    const { epoch, seq } = room.doc
    const { schemaVersion } = this.#roomWorld
    const now = this.#clock.now()
    connection.tell({ type: 'hello', epoch, schemaVersion, seq, canEdit, user: { id, name, colour }, now })
    if (admission.schemaVersion !== undefined && admission.schemaVersion < schemaVersion) {
      connection.tell({ type: 'notice', notice: { topic: 'schema_outdated', schemaVersion } })
    }
    if (room.damage) connection.tell({ type: 'notice', notice: { topic: 'quarantined' } })
    if (canEdit) askForMissing(connection, room)
    connection.release('joining')
  }

  /** One that is judged again meanwhile, or was not told who is here yet, is shown everyone after that. */
  #seesAnew(connection: Connection): void {
    if (connection.judgements > 0 && connection.isHeld) {
      connection.missedPresence = true
      return
    }
    connection.missedPresence = false
    const room = this.#roomOf.get(connection)
    if (connection.isGreeted && room?.state === 'open') room.presence.showAgain(connection)
  }

  #publish(...[room, entries]: Parameters<RoomOutcome['publish']>): void {
    publish(room, entries)
    if (entries.some((entry) => entry.bytes !== null)) this.#saved?.(room.docId, room.doc.seq)
  }

  /**
   * A commit failed, or nobody knows: everything after the durable prefix is given up. Nothing was acknowledged or
   * shown of it. The connections hear `savingTrouble`, and are sent back to start afresh once the log answers.
   */
  #withdraw(room: Room, error: unknown): void {
    this.#counters.count('commit_failed', { docId: room.docId, error: String(error) })
    for (const connection of room.connections) connection.tell({ type: 'savingTrouble' })
    this.#giveUp(room)
  }

  #giveUp(room: Room): void {
    room.state = 'withdrawn'
    room.presence.stop()
    this.#rooms.forget(room)
    for (const request of [...room.requests]) request.settle(null)
    for (const connection of room.connections) connection.hold('withdrawn')
    void this.#reload(room)
  }

  async #reload(room: Room): Promise<void> {
    try {
      await this.#rooms.within(room.docId, () => undefined)
    } catch (error) {
      const isGone = isAppError(error) && error.code === 'not_found'
      if (!isGone && !this.#isClosing) {
        this.#clock.after(this.#limits.reloadRetryMs, () => void this.#reload(room))
        return
      }
    }
    room.dismiss('not saved')
    this.#rooms.unloadIdle()
  }

  #left(connection: Connection): void {
    this.#connections.delete(connection)
    const room = this.#roomOf.get(connection)
    this.#roomOf.delete(connection)
    if (!room) return
    room.connections.delete(connection)
    if (room.state === 'open') room.presence.remove(connection)
    room.usedAt = this.#clock.now()
    this.#rooms.unloadIdle()
    const wasWriter = connection.admission.canEdit
    if (wasWriter && ![...room.connections].some(({ admission }) => admission.canEdit))
      this.#emptied?.(room.docId)
  }

  #broke(connection: Connection, error: unknown): void {
    this.#counters.count('connection_broke', { error: String(error) })
    connection.close(SYNC_CLOSE.tryAgain, 'try again')
  }

  #sweep(): void {
    this.#cancelSweep = this.#clock.after(this.#limits.sweepMs, () => this.#sweep())
    const now = this.#clock.now()
    for (const connection of [...this.#connections]) {
      connection.sweep(now)
      const room = this.#roomOf.get(connection)
      if (room && connection.hears) greetOnce(connection, room)
      this.#judging.sweep(connection, now)
    }
    for (const room of this.#rooms.all()) room.restWhenQuiet(now)
  }
}

/** Null when the log failed and nobody knows. @throws {AppError} unavailable, when the store did not answer */
function request(
  room: Room,
  write: Pick<Write, 'update' | 'authorId' | 'companion' | 'onlyIf'>,
): Promise<Applied | null> {
  return new Promise((resolve, reject) => {
    const asked: Request = {
      settle(applied) {
        room.requests.delete(asked)
        resolve(applied)
      },
    }
    room.requests.add(asked)
    const failed = (error: unknown) => {
      room.requests.delete(asked)
      reject(unavailable(error))
    }
    Promise.resolve(takeUpdate(room, { ...write, from: asked, ordinal: 0 })).catch(failed)
  })
}
