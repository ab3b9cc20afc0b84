import * as encoding from 'lib0/encoding'
import type { Target } from '@/bench/servers/contract'

/**
 * What a server says that a client must act on. `update` is a view into the frame. `taken`: the server answers for the
 * updates sent so far, each in its own way: see `taken` in `Dialect`.
 */
export type Heard =
  | { kind: 'ready' }
  | { kind: 'step1' }
  | { kind: 'state'; update: Uint8Array }
  | { kind: 'update'; update: Uint8Array }
  | { kind: 'taken'; count: number | null }
  | { kind: 'refused'; reason: string }
  | { kind: 'other' }

/** How a server is spoken to: the address and what surrounds the frames of `y-protocols`. */
export interface Dialect {
  path: string
  headers: Record<string, string>
  /** Sent first, when the server wants to be told who is there; then nothing else is sent before `ready`. */
  greeting: Uint8Array | null
  /**
   * How the sender learns that an update was taken. `acknowledged`: a frame names how many of those that carry
   * something are on disk; `status`: one frame for each, when it is applied; `echo`: the update itself comes back.
   */
  taken: 'acknowledged' | 'status' | 'echo'
  /** A payload of `y-protocols` as this server wants it. */
  wrap(payload: Uint8Array): Uint8Array
  read(frame: Buffer): Heard
}

/** How to speak to `target` about this doc, as client number `index`. */
export function dialectFor(target: Target, docId: string, index: number): Dialect {
  const token = target.tokens.length > 0 ? target.tokens[index % target.tokens.length] : undefined
  const plain = { headers: {}, greeting: null, wrap: (payload: Uint8Array) => payload }
  switch (target.name) {
    case 'scriptorium':
      return {
        ...plain,
        path: `/sync/${docId}?x=1`,
        headers: { authorization: `Bearer ${token ?? ''}` },
        taken: 'acknowledged',
        read: (frame) => readPlain(frame, 0),
      }
    case 'y-websocket':
      return { ...plain, path: `/${docId}`, taken: 'echo', read: (frame) => readPlain(frame, 0) }
    case 'hocuspocus':
      return hocuspocusDialect(docId)
  }
}

/** Each of its frames begins with the doc's name; a token is sent in any case, and it says that it took it. */
function hocuspocusDialect(docId: string): Dialect {
  const prefix = encoding.encode((encoder) => encoding.writeVarString(encoder, docId))
  const wrap = (payload: Uint8Array) => Buffer.concat([prefix, payload])
  const authenticate = encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, 2)
    encoding.writeVarUint(encoder, 0)
    encoding.writeVarString(encoder, 'a token that nobody looks at')
  })
  return {
    ...{ path: '/', headers: {}, taken: 'status', wrap },
    greeting: wrap(authenticate),
    read: (frame) => readPlain(frame, prefix.byteLength),
  }
}

const SYNC = 0
const AUTHENTICATION = 2
const SYNC_REPLY = 4
const SYNC_STATUS = 8
const ACKNOWLEDGEMENT = 101
const REFUSAL = 102

function readPlain(frame: Buffer, from: number): Heard {
  const type = frame[from]
  if (type === SYNC || type === SYNC_REPLY) return readSync(frame, from + 1)
  if (type === AUTHENTICATION && from > 0)
    return frame[from + 1] === 2
      ? { kind: 'ready' }
      : { kind: 'refused', reason: frame.toString('utf8', from + 2) }
  if (type === SYNC_STATUS && from > 0) return { kind: 'taken', count: null }
  if (type === ACKNOWLEDGEMENT) return { kind: 'taken', count: varUint(frame, from + 1).value }
  if (type === REFUSAL) return { kind: 'refused', reason: frame.toString('utf8', from + 1) }
  return { kind: 'other' }
}

function readSync(frame: Buffer, from: number): Heard {
  if (frame[from] === 0) return { kind: 'step1' }
  const { value, end } = varUint(frame, from + 1)
  return { kind: frame[from] === 1 ? 'state' : 'update', update: frame.subarray(end, end + value) }
}

function varUint(bytes: Uint8Array, from: number): { value: number; end: number } {
  let value = 0
  let unit = 1
  let at = from
  for (;;) {
    const byte = bytes[at++]!
    value += (byte & 0x7f) * unit
    if (byte < 0x80) return { value, end: at }
    unit *= 128
  }
}

/** SyncStep1 of somebody who has nothing. */
export const ASK_ALL = encodeSync(0, new Uint8Array([0]))
/** SyncStep2 of somebody who has nothing to say. */
export const NOTHING_TO_SAY = encodeSync(1, new Uint8Array([0, 0]))

/** An update frame of `y-protocols`. */
export function updatePayload(update: Uint8Array): Uint8Array {
  return encodeSync(2, update)
}

function encodeSync(kind: number, bytes: Uint8Array): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, SYNC)
    encoding.writeVarUint(encoder, kind)
    encoding.writeVarUint8Array(encoder, bytes)
  })
}
