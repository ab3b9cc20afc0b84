import fc from 'fast-check'
import * as encoding from 'lib0/encoding'
import { describe, expect, it } from 'vitest'
import type { Frame } from './wire'
import {
  carriesUpdate,
  decodeClientFrame,
  decodeFrame,
  encodeFrame,
  MAX_NOTICE_BYTES,
  readTypes,
} from './wire'

const SAMPLES: Frame[] = [
  { type: 'step1', stateVector: new Uint8Array([0]) },
  { type: 'step2', update: new Uint8Array([0, 0]) },
  { type: 'update', update: new Uint8Array([1, 2, 3]) },
  { type: 'awareness', states: new Uint8Array([0]) },
  { type: 'queryAwareness' },
  {
    type: 'hello',
    epoch: 2,
    schemaVersion: 1,
    seq: 2 ** 33,
    canEdit: true,
    user: { id: 'mara', name: 'Mara Voß', colour: '#7a3b2e' },
    now: Date.UTC(2026, 10, 3),
  },
  { type: 'ack', ordinal: 7, seq: 12_345 },
  { type: 'refusal', ordinal: 3, class: 'rebase', reason: 'client_taken' },
  { type: 'notice', notice: { topic: 'threads', threadId: 'tide' } },
  { type: 'savingTrouble' },
]

/** A varint with needless continuation bytes. */
function padded(value: number, bytes: number): number[] {
  const out = Array.from({ length: bytes }, (_, i) => (i === 0 ? value | 0x80 : 0x80))
  return [...out, 0]
}

describe('the wire', () => {
  it.each(SAMPLES)('[SY2] carries a $type frame there and back', (frame) => {
    expect(decodeFrame(encodeFrame(frame))).toEqual(frame)
  })

  it.each(SAMPLES)('[SY2] refuses a $type frame with a byte left over or missing', (frame) => {
    const bytes = encodeFrame(frame)
    expect(decodeFrame(new Uint8Array([...bytes, 0]))).toBeNull()
    for (let length = 0; length < bytes.length; length++)
      expect(decodeFrame(bytes.slice(0, length))).toBeNull()
  })

  it('[SY2] takes nothing from a client that only the server may say', () => {
    for (const frame of SAMPLES) {
      const isPlain = ['step1', 'step2', 'update', 'awareness', 'queryAwareness'].includes(frame.type)
      expect(decodeClientFrame(encodeFrame(frame)) !== null, frame.type).toBe(isPlain)
    }
  })

  it('[SY3] reads types that are padded with needless bytes', () => {
    const disguised = new Uint8Array([...padded(0, 3), ...padded(2, 5), 2, 9, 9])
    expect(readTypes(disguised)).toMatchObject({ message: 0, sync: 2 })
    expect(decodeFrame(disguised)).toEqual({ type: 'update', update: new Uint8Array([9, 9]) })
  })

  it('[SY2] refuses numbers that are padded beyond reading', () => {
    expect(readTypes(new Uint8Array(padded(0, 400)))).toBeNull()
    expect(decodeFrame(new Uint8Array([0, 2, ...padded(2, 400), 9, 9]))).toBeNull()
  })

  it('[SY2] answers any bytes with a frame or with null', () => {
    let frames = 0
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 40 }),
        fc.constantFrom(0, 1, 3, 100, 101, 102, 103),
        (rest, first) => {
          const frame = decodeFrame(new Uint8Array([first, ...rest]))
          if (frame) frames++
        },
      ),
      { numRuns: 3_000, seed: 20261103 },
    )
    expect(frames).toBeGreaterThan(10)
  })

  it('[SY13] counts every update but the empty one', () => {
    expect(carriesUpdate(new Uint8Array([0, 0]))).toBe(false)
    expect(carriesUpdate(new Uint8Array([0, 1, 5, 1, 0, 1]))).toBe(true)
  })

  it('[SY35] refuses to make a notice that is longer than 4 kB', () => {
    const notice = { topic: 'chapter', title: 'é'.repeat(MAX_NOTICE_BYTES / 2) }
    expect(() => encodeFrame({ type: 'notice', notice })).toThrow(RangeError)
  })

  it('[SY35] refuses a notice without a topic', () => {
    const frame = encoding.encode((encoder) => {
      encoding.writeVarUint(encoder, 103)
      encoding.writeVarUint8Array(encoder, new TextEncoder().encode('{"title":"The Ferry"}'))
    })
    expect(decodeFrame(frame)).toBeNull()
  })
})
