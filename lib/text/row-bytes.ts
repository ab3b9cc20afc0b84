import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import type { TraceBase, TracedRow } from '@/lib/text/trace'

/** A stretch of a history: the doc before it, when it has to be known, and the rows that follow. */
export interface Piece {
  readonly base: TraceBase | null
  readonly rows: readonly TracedRow[]
}

/** The first byte, so that another form can be told apart one day. */
const FORMAT = 1

/**
 * A stretch of a history as bytes, for a thread or a browser: format, base, authors, then of each row its position, its
 * author's number, the milliseconds since the row before, and its update.
 */
export function packPiece({ base, rows }: Piece): Uint8Array {
  const authors = [...new Set(rows.flatMap(({ authorId }) => (authorId === null ? [] : [authorId])))]
  const numbers = new Map(authors.map((authorId, index) => [authorId, index + 1]))
  const encoder = encoding.createEncoder()
  encoding.writeUint8(encoder, FORMAT)
  encoding.writeUint8(encoder, base ? 1 : 0)
  encoding.writeVarUint(encoder, base?.seq ?? 0)
  encoding.writeVarUint8Array(encoder, base?.bytes ?? new Uint8Array())
  encoding.writeVarUint(encoder, authors.length)
  for (const authorId of authors) encoding.writeVarString(encoder, authorId)
  encoding.writeVarUint(encoder, rows.length)
  let before = 0
  for (const { seq, authorId, at, bytes } of rows) {
    encoding.writeVarUint(encoder, seq)
    encoding.writeVarUint(encoder, authorId === null ? 0 : (numbers.get(authorId) ?? 0))
    encoding.writeVarInt(encoder, at - before)
    encoding.writeVarUint8Array(encoder, bytes)
    before = at
  }
  return encoding.toUint8Array(encoder)
}

/** Reads what `packPiece` made. @throws {RangeError} for anything else */
export function unpackPiece(packed: Uint8Array): Piece {
  const decoder = decoding.createDecoder(packed)
  if (packed.byteLength === 0 || decoding.readUint8(decoder) !== FORMAT)
    throw new RangeError('These bytes are no stretch of a history.')
  const hasBase = decoding.readUint8(decoder) === 1
  const baseSeq = decoding.readVarUint(decoder)
  const baseBytes = decoding.readVarUint8Array(decoder)
  const authors = Array.from({ length: decoding.readVarUint(decoder) }, () => decoding.readVarString(decoder))
  let at = 0
  const rows = Array.from({ length: decoding.readVarUint(decoder) }, (): TracedRow => {
    const seq = decoding.readVarUint(decoder)
    const author = decoding.readVarUint(decoder)
    at += decoding.readVarInt(decoder)
    return { seq, authorId: authors[author - 1] ?? null, at, bytes: decoding.readVarUint8Array(decoder) }
  })
  return { base: hasBase ? { seq: baseSeq, bytes: baseBytes } : null, rows }
}
