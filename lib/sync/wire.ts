import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import type { RefusalClass } from './contract'

/** First varint of a frame. 0, 1 and 3 are y-websocket's; 100 and up are ours and go only to those who ask. */
export const MESSAGE = {
  sync: 0,
  awareness: 1,
  queryAwareness: 3,
  hello: 100,
  ack: 101,
  refusal: 102,
  notice: 103,
  savingTrouble: 104,
} as const

/** Second varint of a sync frame (`y-protocols/sync`). */
export const SYNC = { step1: 0, step2: 1, update: 2 } as const

/** Longest notice, in UTF-8 bytes of its JSON: it says that something changed, never what it holds. */
export const MAX_NOTICE_BYTES = 4096

/** What the server says about something outside the text: `topic` names it, the rest belongs to the topic. */
export interface Notice {
  topic: string
  [detail: string]: unknown
}

/** Frames both sides may send: the y-websocket protocol. `states` is an awareness update of `y-protocols`. */
export type PlainFrame =
  | { type: 'step1'; stateVector: Uint8Array }
  | { type: 'step2'; update: Uint8Array }
  | { type: 'update'; update: Uint8Array }
  | { type: 'awareness'; states: Uint8Array }
  | { type: 'queryAwareness' }

/** Frames only the server sends, only to connections that asked with `x=1` in the handshake. */
export type ExtensionFrame =
  /** First frame of a connection. A person with `canEdit: false` must not send updates. `now`: server time, ms. */
  | {
      type: 'hello'
      epoch: number
      schemaVersion: number
      seq: number
      canEdit: boolean
      user: { id: string; name: string; colour: string }
      now: number
    }
  /**
   * Every counted frame of this connection up to `ordinal` that no refusal named is on disk, at or before log
   * position `seq`. Counted are step2 and update frames whose update `carriesUpdate`, from 1 in order of sending.
   */
  | { type: 'ack'; ordinal: number; seq: number }
  /** The counted frame `ordinal` was not taken; 0 when the connection as a whole is meant. Refusals come in order. */
  | { type: 'refusal'; ordinal: number; class: RefusalClass; reason: string }
  | { type: 'notice'; notice: Notice }
  /** Nothing after the last ack is saved. The server closes with a retryable code when it can save again. */
  | { type: 'savingTrouble' }

export type Frame = PlainFrame | ExtensionFrame

const CLASSES: readonly RefusalClass[] = ['resync', 'rebase', 'refused']

/** False for the empty update (`[0, 0]`), which a provider sends when it has nothing to say; it is not counted. */
export function carriesUpdate(update: Uint8Array): boolean {
  return !(update.byteLength === 2 && update[0] === 0 && update[1] === 0)
}

/**
 * The bytes of one frame.
 * @throws {RangeError} if a notice is longer than MAX_NOTICE_BYTES
 */
export function encodeFrame(frame: Frame): Uint8Array {
  return encoding.encode((encoder) => writeFrame(encoder, frame))
}

function writeFrame(encoder: encoding.Encoder, frame: Frame): void {
  switch (frame.type) {
    case 'step1':
      return writeSync(encoder, SYNC.step1, frame.stateVector)
    case 'step2':
      return writeSync(encoder, SYNC.step2, frame.update)
    case 'update':
      return writeSync(encoder, SYNC.update, frame.update)
    case 'awareness':
      encoding.writeVarUint(encoder, MESSAGE.awareness)
      return encoding.writeVarUint8Array(encoder, frame.states)
    case 'queryAwareness':
      return encoding.writeVarUint(encoder, MESSAGE.queryAwareness)
    case 'hello':
      encoding.writeVarUint(encoder, MESSAGE.hello)
      encoding.writeVarUint(encoder, frame.epoch)
      encoding.writeVarUint(encoder, frame.schemaVersion)
      encoding.writeVarUint(encoder, frame.seq)
      encoding.writeVarUint(encoder, frame.canEdit ? 1 : 0)
      encoding.writeVarString(encoder, frame.user.id)
      encoding.writeVarString(encoder, frame.user.name)
      encoding.writeVarString(encoder, frame.user.colour)
      return encoding.writeVarUint(encoder, frame.now)
    case 'ack':
      encoding.writeVarUint(encoder, MESSAGE.ack)
      encoding.writeVarUint(encoder, frame.ordinal)
      return encoding.writeVarUint(encoder, frame.seq)
    case 'refusal':
      encoding.writeVarUint(encoder, MESSAGE.refusal)
      encoding.writeVarUint(encoder, frame.ordinal)
      encoding.writeVarUint(encoder, CLASSES.indexOf(frame.class))
      return encoding.writeVarString(encoder, frame.reason)
    case 'notice':
      return writeNotice(encoder, frame.notice)
    case 'savingTrouble':
      return encoding.writeVarUint(encoder, MESSAGE.savingTrouble)
  }
}

function writeSync(encoder: encoding.Encoder, kind: number, bytes: Uint8Array): void {
  encoding.writeVarUint(encoder, MESSAGE.sync)
  encoding.writeVarUint(encoder, kind)
  encoding.writeVarUint8Array(encoder, bytes)
}

function writeNotice(encoder: encoding.Encoder, notice: Notice): void {
  const json = new TextEncoder().encode(JSON.stringify(notice))
  if (json.byteLength > MAX_NOTICE_BYTES) {
    throw new RangeError(`A notice may have ${MAX_NOTICE_BYTES} bytes, this one has ${json.byteLength}.`)
  }
  encoding.writeVarUint(encoder, MESSAGE.notice)
  encoding.writeVarUint8Array(encoder, json)
}

/** The types of a frame, read before anything else of it; `at` is where its payload starts. */
export interface FrameTypes {
  message: number
  /** Set for sync frames only. */
  sync?: number
  at: number
}

/** Reads the type varints, padded or not, and nothing more. Null when they are not there. Never throws. */
export function readTypes(bytes: Uint8Array): FrameTypes | null {
  const decoder = decoding.createDecoder(bytes)
  try {
    const message = readCount(decoder)
    if (message !== MESSAGE.sync) return { message, at: decoder.pos }
    return { message, sync: readCount(decoder), at: decoder.pos }
  } catch (error) {
    return unreadable(error)
  }
}

/**
 * Reads one frame and all of it. Null when the type is unknown, something is missing, or bytes are left over.
 * Never throws, whatever the bytes are. Byte fields are views into `bytes`.
 */
export function decodeFrame(bytes: Uint8Array): Frame | null {
  const types = readTypes(bytes)
  if (!types) return null
  const decoder = decoding.createDecoder(bytes)
  decoder.pos = types.at
  try {
    const frame = readPayload(decoder, types)
    return frame && decoder.pos === bytes.byteLength ? frame : null
  } catch (error) {
    return unreadable(error)
  }
}

/** As `decodeFrame`, for what a client may send: the y-websocket protocol and nothing else. */
export function decodeClientFrame(bytes: Uint8Array): PlainFrame | null {
  const types = readTypes(bytes)
  if (!types || types.message >= MESSAGE.hello) return null
  return decodeFrame(bytes) as PlainFrame | null
}

function readPayload(decoder: decoding.Decoder, types: FrameTypes): Frame | null {
  switch (types.message) {
    case MESSAGE.sync:
      return readSyncPayload(decoder, types.sync)
    case MESSAGE.awareness:
      return { type: 'awareness', states: readBytes(decoder) }
    case MESSAGE.queryAwareness:
      return { type: 'queryAwareness' }
    case MESSAGE.hello:
      return {
        type: 'hello',
        epoch: readCount(decoder),
        schemaVersion: readCount(decoder),
        seq: readCount(decoder),
        canEdit: readCount(decoder) === 1,
        user: { id: readText(decoder), name: readText(decoder), colour: readText(decoder) },
        now: readCount(decoder),
      }
    case MESSAGE.ack:
      return { type: 'ack', ordinal: readCount(decoder), seq: readCount(decoder) }
    case MESSAGE.refusal: {
      const ordinal = readCount(decoder)
      const refusalClass = CLASSES[readCount(decoder)]
      return refusalClass
        ? { type: 'refusal', ordinal, class: refusalClass, reason: readText(decoder) }
        : null
    }
    case MESSAGE.notice:
      return readNotice(readBytes(decoder))
    case MESSAGE.savingTrouble:
      return { type: 'savingTrouble' }
    default:
      return null
  }
}

function readSyncPayload(decoder: decoding.Decoder, kind: number | undefined): Frame | null {
  switch (kind) {
    case SYNC.step1:
      return { type: 'step1', stateVector: readBytes(decoder) }
    case SYNC.step2:
      return { type: 'step2', update: readBytes(decoder) }
    case SYNC.update:
      return { type: 'update', update: readBytes(decoder) }
    default:
      return null
  }
}

function readNotice(json: Uint8Array): Frame | null {
  if (json.byteLength > MAX_NOTICE_BYTES) return null
  const notice: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(json))
  const isNotice = typeof notice === 'object' && notice !== null && 'topic' in notice
  return isNotice && typeof notice.topic === 'string' ? { type: 'notice', notice: notice as Notice } : null
}

/** lib0 answers NaN for a varint padded beyond 147 bytes; that is no number. */
function readCount(decoder: decoding.Decoder): number {
  const value = decoding.readVarUint(decoder)
  if (!Number.isSafeInteger(value)) throw new RangeError('A number in this frame is out of range.')
  return value
}

function readBytes(decoder: decoding.Decoder): Uint8Array {
  return decoding.readUint8Array(decoder, readCount(decoder))
}

function readText(decoder: decoding.Decoder): string {
  return new TextDecoder('utf-8', { fatal: true }).decode(readBytes(decoder))
}

function unreadable(error: unknown): null {
  if (error instanceof Error) return null
  throw error
}
