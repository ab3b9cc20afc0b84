import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import type { Clock } from '@/lib/clock'
import type { SyncLimits } from './limits'
import { encodeFrame } from './wire'

/** One client's state in an awareness frame, as it came. `state` is JSON text. */
export interface HeardState {
  clientId: number
  clock: number
  state: string
}

/** A place in the text as Yjs writes it: relative to an item, or to a whole type. */
interface Place {
  type?: { client: number; clock: number }
  tname?: string
  item?: { client: number; clock: number }
  assoc?: number
}

/** What others see of a person. The server writes `user`, the client only where the cursor stands. */
export interface PresenceState {
  user: { id: string; name: string; color: string }
  cursor?: { anchor: Place; head: Place } | null
}

/** Somebody presence is sent to. `clientId` is set once the connection has shown its own. */
export interface Listener {
  clientId: number | null
  /** Whether it may know that the other is here; nothing tells it of him otherwise, not even that he left. */
  maySee(other: Listener): boolean
  /** Sends, unless so much is buffered that cursors have to wait. */
  sendPresence(frame: Uint8Array): void
}

/**
 * The states of an awareness frame, or null when it does not read to its end.
 * A provider echoes what it heard, so states of others are normal: the caller ignores them.
 */
export function readStates(states: Uint8Array, limits: SyncLimits): HeardState[] | null {
  if (states.byteLength > limits.presenceFrameBytes) return null
  const decoder = decoding.createDecoder(states)
  try {
    const count = decoding.readVarUint(decoder)
    const heard: HeardState[] = []
    for (let i = 0; i < count; i++) {
      const clientId = decoding.readVarUint(decoder)
      const clock = decoding.readVarUint(decoder)
      const state = decoding.readVarString(decoder)
      if (!Number.isSafeInteger(clientId) || !Number.isSafeInteger(clock)) return null
      heard.push({ clientId, clock, state })
    }
    return decoder.pos === states.byteLength ? heard : null
  } catch (error) {
    if (error instanceof Error) return null
    throw error
  }
}

/**
 * The cursor a client asks to show: rebuilt field by field, because a strange position makes other people's editors
 * throw. Undefined when the state is too long or no JSON object; null: the client leaves.
 */
export function readCursor(
  state: string,
  limits: SyncLimits,
): Pick<PresenceState, 'cursor'> | null | undefined {
  if (state.length > limits.presenceBytes) return undefined
  let parsed: unknown
  try {
    parsed = JSON.parse(state)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
  if (parsed === null) return null
  if (!isRecord(parsed)) return undefined
  if (!isRecord(parsed.cursor)) return parsed.cursor === null ? { cursor: null } : {}
  const anchor = readPlace(parsed.cursor.anchor)
  const head = readPlace(parsed.cursor.head)
  return anchor && head ? { cursor: { anchor, head } } : {}
}

function readPlace(value: unknown): Place | null {
  if (!isRecord(value)) return null
  const place: Place = {}
  const type = readId(value.type)
  const item = readId(value.item)
  if (type) place.type = type
  if (item) place.item = item
  if (typeof value.tname === 'string' && value.tname.length <= 64) place.tname = value.tname
  if (value.assoc === 0 || value.assoc === -1 || value.assoc === 1) place.assoc = value.assoc
  return type || item || place.tname !== undefined ? place : null
}

function readId(value: unknown): { client: number; clock: number } | null {
  if (!isRecord(value)) return null
  const { client, clock } = value
  if (!isCount(client) || !isCount(clock)) return null
  return { client, clock }
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

interface Entry {
  owner: Listener
  clientId: number
  /** Clock of the client's last state, so that an old one cannot come back. */
  heardClock: number
  json: string
  encoded: Uint8Array
}

/** What the next tick sends. Whose it is counts also when he has left; `isMove`: he knows of it himself. */
interface Change {
  of: Listener
  isMove: boolean
  encoded: Uint8Array
}

/**
 * Who is in a doc and where: a plain map made by the server, one entry per connection. Changes go out at most once
 * per tick, encoded once for all, and never to the one who moved.
 */
export class Presence {
  readonly #entries = new Map<Listener, Entry>()
  readonly #dirty = new Map<number, Change>()
  /** Last clock sent for a client id: it must grow for providers that stayed, also over a removal or a restart. */
  #lastClock = 0
  #tick: (() => void) | null = null

  constructor(
    private readonly listeners: () => Iterable<Listener>,
    private readonly clock: Clock,
    private readonly limits: SyncLimits,
  ) {}

  /** Number of people shown. */
  get size(): number {
    return this.#entries.size
  }

  /**
   * Shows a state. A renewal (the same state with a newer clock) goes out too: a stock provider forgets after 30 s.
   * False when the clock is not newer than the last one.
   */
  show(owner: Listener, heard: { clientId: number; clock: number }, state: PresenceState): boolean {
    const before = this.#entries.get(owner)
    if (before && heard.clock <= before.heardClock) return false
    for (const other of this.#entries.values()) {
      if (other.clientId === heard.clientId && other.owner !== owner) this.#entries.delete(other.owner)
    }
    const { clientId, clock: heardClock } = heard
    const json = JSON.stringify(state)
    const encoded = this.#encode(clientId, json)
    this.#entries.set(owner, { owner, clientId, heardClock, json, encoded })
    this.#announce(clientId, { of: owner, isMove: true, encoded })
    return true
  }

  /** Takes a connection's entry away, when it left or said that it does. */
  remove(owner: Listener): void {
    const entry = this.#entries.get(owner)
    if (!entry) return
    this.#entries.delete(owner)
    const encoded = this.#encode(entry.clientId, 'null')
    this.#announce(entry.clientId, { of: owner, isMove: false, encoded })
  }

  /** Sends everybody's entry, except the newcomer's own, and what the next tick brings anyway. */
  greet(newcomer: Listener): void {
    const all: Uint8Array[] = []
    for (const entry of this.#entries.values()) {
      if (this.#dirty.has(entry.clientId)) continue
      if (isOther(entry, newcomer) && newcomer.maySee(entry.owner)) all.push(entry.encoded)
    }
    if (all.length > 0) newcomer.sendPresence(frameOf(all))
  }

  /** Shows somebody everyone whom he may see now, and takes away whom he may not see any more. */
  showAgain(listener: Listener): void {
    const all: Uint8Array[] = []
    for (const entry of this.#entries.values()) {
      if (!isOther(entry, listener)) continue
      // A newer clock than any before: else a provider would keep what it was told last.
      all.push(this.#encode(entry.clientId, listener.maySee(entry.owner) ? entry.json : 'null'))
    }
    if (all.length > 0) listener.sendPresence(frameOf(all))
  }

  /** Stops the tick; for a room that closes. */
  stop(): void {
    this.#tick?.()
    this.#tick = null
    this.#dirty.clear()
  }

  #announce(clientId: number, change: Change): void {
    this.#dirty.set(clientId, change)
    this.#tick ??= this.clock.after(this.limits.presenceTickMs, () => this.#send())
  }

  #send(): void {
    this.#tick = null
    const changes = [...this.#dirty.values()]
    this.#dirty.clear()
    const forAll = frameOf(changes.map((change) => change.encoded))
    for (const listener of this.listeners()) {
      const heard = changes.filter(({ of, isMove }) => !(isMove && of === listener) && listener.maySee(of))
      if (heard.length === changes.length) listener.sendPresence(forAll)
      else if (heard.length > 0) listener.sendPresence(frameOf(heard.map((change) => change.encoded)))
    }
  }

  /**
   * The clock is the server's: milliseconds, so that it goes on growing after a restart, and at least one more than
   * the last. The client's own would stand still over a removal and a reconnect, and the entry would stay hidden.
   */
  #encode(clientId: number, json: string): Uint8Array {
    this.#lastClock = Math.max(this.#lastClock + 1, this.clock.now())
    return encoding.encode((encoder) => {
      encoding.writeVarUint(encoder, clientId)
      encoding.writeVarUint(encoder, this.#lastClock)
      encoding.writeVarString(encoder, json)
    })
  }
}

function isOther(entry: Entry, listener: Listener): boolean {
  return entry.owner !== listener && entry.clientId !== listener.clientId
}

/** The frame that tells a stock provider that we are still here, and nothing else. */
export const KEEPALIVE_FRAME: Uint8Array = frameOf([])

function frameOf(entries: readonly Uint8Array[]): Uint8Array {
  const states = encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, entries.length)
    for (const entry of entries) encoding.writeUint8Array(encoder, entry)
  })
  return encodeFrame({ type: 'awareness', states })
}
