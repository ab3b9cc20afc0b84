import type { Target } from '@/bench/servers/contract'
import { ASK_ALL, NOTHING_TO_SAY, dialectFor, updatePayload, type Dialect } from './dialect'
import { advance, holds, type Clocks, type SharedReading, type Span } from './reading'
import { clientFrame, LightSocket, NotOpened, type Ended } from './web-socket'

/** The connection ended, or was refused, while something was awaited from it. */
export class ConnectionLost extends Error {}

const open = new Set<LightClient>()

/** Closes every client that is still open: a scenario that failed leaves nobody behind for the next one. */
export async function closeAll(): Promise<void> {
  await Promise.all([...open].map((client) => client.close()))
}

/** How long a client waits for its state before it gives up. */
const JOIN_MS = 60_000

export interface LightOptions {
  target: Target
  docId: string
  /** Which client of the doc it is; decides whose token it has. */
  index: number
  reading: SharedReading
  /** Told of each received update before the clocks move: what it holds, and how far the client was. */
  before?(spans: readonly Span[], clocks: Clocks): void
}

/**
 * A client that speaks as a stock provider does but keeps no doc: it knows how far it is by clocks alone. It answers the
 * server's SyncStep1 (with nothing) and pings.
 */
export class LightClient {
  /** How far it has the doc. */
  readonly clocks: Clocks = new Map()
  readonly docId: string
  /** Set when the connection has ended. */
  end: Ended | NotOpened | null = null
  /** What the server refused, in its words. */
  refused: string | null = null
  /** Updates the server answered for, where it says so. */
  taken = 0
  readonly #socket: LightSocket
  readonly #dialect: Dialect
  #hasState = false
  #waiting: (() => void)[] = []

  constructor(private readonly options: LightOptions) {
    const { target, docId, index } = options
    this.docId = docId
    open.add(this)
    const dialect = dialectFor(target, docId, index)
    this.#dialect = dialect
    this.#socket = new LightSocket(target.port, dialect.path, dialect.headers, {
      opened: () => {
        if (dialect.greeting) this.#socket.send(clientFrame(dialect.greeting))
        else this.#say(ASK_ALL)
      },
      message: (frame) => this.#hear(frame),
      ended: (end) => {
        this.end = end
        open.delete(this)
        this.#wake()
      },
    })
  }

  /** A frame for `sendFrame`, made beforehand. */
  frameOf(update: Uint8Array): Buffer {
    return clientFrame(this.#dialect.wrap(updatePayload(update)))
  }

  sendFrame(frame: Buffer): void {
    this.#socket.send(frame)
  }

  /** How this server says that it took an update. */
  get takenBy(): Dialect['taken'] {
    return this.#dialect.taken
  }

  /** Resolves when it was sent a state and is as far as `wanted`. @throws {ConnectionLost} when it ends before, or in 60 s */
  joined(wanted: Clocks): Promise<void> {
    return this.until(() => this.#hasState && holds(this.clocks, wanted), 'the whole state')
  }

  /** Resolves when `isTrue`, looked at after each frame. @throws {ConnectionLost} when it ends before, or in `ms` */
  async until(isTrue: () => boolean, what: string, ms = JOIN_MS): Promise<void> {
    const deadline = performance.now() + ms
    const timer = setTimeout(() => this.#wake(), ms + 1)
    try {
      while (!isTrue()) {
        if (this.end)
          throw new ConnectionLost(`${describe(this.end)} while it waited for ${what}${this.#reason()}`)
        if (performance.now() > deadline)
          throw new ConnectionLost(`no answer in ${ms / 1000} s while it waited for ${what}${this.#reason()}`)
        await new Promise<void>((resolve) => this.#waiting.push(resolve))
      }
    } finally {
      clearTimeout(timer)
    }
  }

  /** Closes the connection and resolves when it is closed. */
  async close(): Promise<void> {
    if (this.end) return
    this.#socket.close()
    const late = setTimeout(() => this.#socket.destroy(), 5_000)
    while (!this.end) await new Promise<void>((resolve) => this.#waiting.push(resolve))
    clearTimeout(late)
  }

  #say(payload: Uint8Array): void {
    this.#socket.send(clientFrame(this.#dialect.wrap(payload)))
  }

  #hear(frame: Buffer): void {
    const heard = this.#dialect.read(frame)
    switch (heard.kind) {
      case 'ready':
        this.#say(ASK_ALL)
        break
      case 'step1':
        this.#say(NOTHING_TO_SAY)
        break
      case 'state':
      case 'update': {
        if (heard.kind === 'state') this.#hasState = true
        const spans = this.options.reading.spansOf(heard.update)
        this.options.before?.(spans, this.clocks)
        advance(this.clocks, spans)
        break
      }
      case 'taken':
        this.taken = heard.count ?? this.taken + 1
        break
      case 'refused':
        this.refused = heard.reason
        break
      case 'other':
        return
    }
    this.#wake()
  }

  #wake(): void {
    if (this.#waiting.length > 0) for (const waiter of this.#waiting.splice(0)) waiter()
  }

  #reason(): string {
    return this.refused ? ` (refused: ${this.refused})` : ''
  }
}

function describe(end: Ended | NotOpened): string {
  return end instanceof NotOpened
    ? end.message
    : `The connection ended with ${end.code} ${end.reason}`.trimEnd()
}
