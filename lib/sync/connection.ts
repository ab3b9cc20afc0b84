import type { Clock } from '@/lib/clock'
import type { Admission } from './contract'
import { SYNC_CLOSE } from './contract'
import type { SyncLimits } from './limits'
import type { LoopTurn } from './loop-turn'
import { Pace } from './pace'
import type { Listener } from './presence'
import { KEEPALIVE_FRAME } from './presence'
import { encodeFrame } from './wire'
import type { ExtensionFrame } from './wire'

/** The ears of a connection: the socket tells it what happens. */
export interface Line {
  /** One whole message, binary. */
  received(bytes: Uint8Array): void
  /** The socket is gone, for whatever reason. */
  closed(): void
}

/** A WebSocket as far as this server needs one. `ws-socket.ts` makes it from `ws`, the tests from an array. */
export interface Socket {
  /** Called once, before anything else. */
  listen(line: Line): void
  send(bytes: Uint8Array): void
  close(code: number, reason: string): void
  /** Stops reading: what is on its way waits in the other side's buffers. */
  pause(): void
  resume(): void
  /** Bytes that were sent and have not left this process. */
  bufferedAmount(): number
}

/** Why a connection's frames are held: while one of these stands, none is accepted. */
export type Hold = keyof typeof HOLDS

const HOLDS = { joining: 1, judging: 2, withdrawn: 4 } as const

const RESTS = { pace: 1, inbox: 2 } as const

type Rest = keyof typeof RESTS

/** What a connection calls when it is free to go on. */
export interface ConnectionWorld {
  clock: Clock
  limits: SyncLimits
  /** Shared by all connections of the process. */
  turn: LoopTurn
  /** Takes one frame through the pipeline; the next one waits for the promise, when there is one. */
  receive(connection: Connection, bytes: Uint8Array): Promise<void> | void
  /** Called once, when the socket is gone or was closed by us. */
  left(connection: Connection): void
  /** An error nobody expected: the connection is closed, the process goes on. */
  broke(connection: Connection, error: unknown): void
}

/** One WebSocket: what it may do, what waits to be read from it, and how much it has been sent. */
export class Connection implements Listener, Line {
  /** The client id it has shown as its own, by presence. */
  clientId: number | null = null
  /** Update-bearing frames received so far. */
  ordinal = 0
  /** SyncStep1 we sent because of a gap, since the last update that fitted. */
  resyncs = 0
  /** True from such a SyncStep1 until the answer: the frames under way cannot fit and are not held against it. */
  awaitsStep2 = false
  /** Frames refused for a gap while it does. */
  gapFrames = 0
  /** True once its first SyncStep1 is answered: from then on it gets what others write. */
  hears = false
  /** True once it was told who else is here. */
  isGreeted = false
  /** True when presence was kept from it while it was judged. */
  missedPresence = false
  /** Judgements under way; the last one to end releases. */
  judgements = 0
  judgedAt: number
  isClosed = false
  /** Holds and rests as bits, and no lists while nothing waits: most connections are idle most of the time. */
  #holds = 0
  #rests = 0
  /** Null while it has its full pace. */
  #pace: Pace | null = null
  #inbox: Uint8Array[] | null = null
  #inboxBytes = 0
  #draining = false
  #free: (() => void)[] | null = null
  #sentAt: number
  #stalled: { since: number; buffered: number } | null = null
  #wake: (() => void) | null = null
  #restsUntil = 0

  constructor(
    private readonly socket: Socket,
    public admission: Admission,
    private readonly world: ConnectionWorld,
  ) {
    this.#sentAt = world.clock.now()
    this.judgedAt = world.clock.now()
  }

  /** True while no frame may be accepted. */
  get isHeld(): boolean {
    return this.#holds !== 0
  }

  hold(reason: Hold): void {
    this.#holds |= HOLDS[reason]
  }

  release(reason: Hold): void {
    this.#holds &= ~HOLDS[reason]
    if (this.isHeld) return
    this.#letGo()
    void this.#drain()
  }

  /** Resolves when nothing holds the connection, or when it is closed. */
  whenFree(): Promise<void> {
    if (this.isClosed || !this.isHeld) return Promise.resolve()
    return new Promise((resolve) => (this.#free ??= []).push(resolve))
  }

  /** A frame came in. Frames are taken one after another, in their order. */
  received(bytes: Uint8Array): void {
    if (this.isClosed) return
    const inbox = (this.#inbox ??= [])
    inbox.push(bytes)
    this.#inboxBytes += bytes.byteLength
    const { inboxFrames, inboxBytes } = this.world.limits
    void this.#drain()
    if (inbox.length > inboxFrames || this.#inboxBytes > inboxBytes) this.#rest('inbox')
  }

  /** The socket is gone. */
  closed(): void {
    if (this.isClosed) return
    this.isClosed = true
    this.#inbox = null
    this.#wake?.()
    this.#letGo()
    this.world.left(this)
  }

  /** Counts a frame against the pace; too fast rests the socket, and nothing is dropped. */
  keepPace(bytes: number): void {
    this.#restFor(this.#paced.take(bytes))
  }

  /** Counts what an answer costs against the pace. */
  payFor(bytes: number): void {
    this.#restFor(this.#paced.charge(bytes))
  }

  /** Rests for as long as its last frame took elsewhere, so that nobody has more than half of a thread. */
  rest(ms: number): void {
    this.#restFor(ms)
  }

  /** Sends one encoded frame. A reader with too much unread is cut off and resyncs later. */
  send(bytes: Uint8Array): void {
    if (this.isClosed) return
    if (this.socket.bufferedAmount() > this.world.limits.bufferedBytes) {
      this.close(SYNC_CLOSE.tryAgain, 'too slow')
      return
    }
    this.#sentAt = this.world.clock.now()
    this.socket.send(bytes)
  }

  /** Sends an extension frame to a client that asked for them, and nothing to others. */
  tell(frame: ExtensionFrame): void {
    if (this.admission.wantsExtensions) this.send(encodeFrame(frame))
  }

  maySee(other: Listener): boolean {
    const { seesOnlyWriters, userId } = this.admission
    if (!seesOnlyWriters || !(other instanceof Connection)) return true
    return other.admission.canEdit || other.admission.userId === userId
  }

  sendPresence(frame: Uint8Array): void {
    // Whom he may see is being judged: he is shown everyone again when that is known.
    if (this.#holds & HOLDS.judging) {
      this.missedPresence = true
      return
    }
    if (this.socket.bufferedAmount() <= this.world.limits.presenceStopsAtBytes) this.send(frame)
  }

  /** Closes the socket and forgets what it still had to say. */
  close(code: number, reason: string): void {
    if (this.isClosed) return
    this.socket.resume()
    this.socket.close(code, reason)
    this.closed()
  }

  /** Once a second: something to keep a stock provider on the line, and an end to a reader that stands still. */
  sweep(now: number): void {
    const { keepaliveMs, stalledMs } = this.world.limits
    if (this.#pace?.isFull(now)) this.#pace = null
    const buffered = this.socket.bufferedAmount()
    if (buffered === 0) this.#stalled = null
    else if (!this.#stalled || buffered < this.#stalled.buffered) this.#stalled = { since: now, buffered }
    else if (now - this.#stalled.since >= stalledMs) return this.close(SYNC_CLOSE.tryAgain, 'stalled')
    if (now - this.#sentAt >= keepaliveMs) this.send(KEEPALIVE_FRAME)
  }

  get #paced(): Pace {
    return (this.#pace ??= new Pace(this.world.clock, this.world.limits))
  }

  /** Tells all who wait that nothing holds it any more. */
  #letGo(): void {
    const waiting = this.#free
    this.#free = null
    for (const go of waiting ?? []) go()
  }

  async #drain(): Promise<void> {
    if (this.#draining) return
    this.#draining = true
    // Who has waited for a turn takes one frame in it, also when others were quicker.
    let mayGoOn = false
    try {
      while (this.#inbox?.length && !this.isHeld && !this.isClosed) {
        if (this.world.turn.isSpent && !mayGoOn) {
          await this.world.turn.next()
          mayGoOn = true
          continue
        }
        mayGoOn = false
        const bytes = this.#inbox.shift()!
        this.#inboxBytes -= bytes.byteLength
        const waiting = this.world.receive(this, bytes)
        if (waiting) await waiting
      }
    } catch (error) {
      this.world.broke(this, error)
    } finally {
      this.#draining = false
    }
    if (this.#inbox?.length) return
    this.#inbox = null
    this.#wakeFrom('inbox')
  }

  #restFor(ms: number): void {
    const until = this.world.clock.now() + ms
    if (ms <= 0 || until <= this.#restsUntil || this.isClosed) return
    this.#restsUntil = until
    this.#rest('pace')
    this.#wake?.()
    this.#wake = this.world.clock.after(ms, () => this.#wakeFrom('pace'))
  }

  #rest(reason: Rest): void {
    if (this.#rests === 0 && !this.isClosed) this.socket.pause()
    this.#rests |= RESTS[reason]
  }

  #wakeFrom(reason: Rest): void {
    if ((this.#rests & RESTS[reason]) === 0) return
    this.#rests &= ~RESTS[reason]
    if (this.#rests === 0 && !this.isClosed) this.socket.resume()
  }
}
