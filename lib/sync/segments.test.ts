import { describe, expect, it } from 'vitest'
import { DamagedSegment, packSegment, unpackSegment, type KeptRow } from './segments'

const EVENING = Date.UTC(2026, 10, 3, 19, 30)

/** Rows as two people and a deleted account left them; one clock went a little backwards. */
function rowsOf(count: number): KeptRow[] {
  return Array.from({ length: count }, (_, index) => ({
    seq: 41 + index,
    authorId: ['mara', 'tomas', null][index % 3]!,
    at: EVENING + index * 170 - (index === 5 ? 900 : 0),
    bytes: new TextEncoder().encode(`The ferry left at six on evening ${index}.`),
  }))
}

describe('a segment', () => {
  it('[SY48] gives back each row with its position, author, time and bytes', () => {
    const rows = rowsOf(50)
    expect(unpackSegment(packSegment(rows))).toEqual(rows)
  })

  it('[SY48] is smaller than what it holds', () => {
    const rows = rowsOf(500)
    const plain = rows.reduce((sum, { bytes }) => sum + bytes.byteLength, 0)
    expect(packSegment(rows).byteLength).toBeLessThan(plain / 2)
  })

  it('[SY48] with any one byte changed says that it is damaged', () => {
    const segment = packSegment(rowsOf(12))
    for (let at = 0; at < segment.byteLength; at++) {
      const changed = segment.slice()
      changed[at]! ^= 1 << (at % 8)
      expect(() => unpackSegment(changed)).toThrow(DamagedSegment)
    }
  })

  it('[SY48] cut off anywhere says that it is damaged', () => {
    const segment = packSegment(rowsOf(12))
    for (let end = 0; end < segment.byteLength; end++)
      expect(() => unpackSegment(segment.slice(0, end))).toThrow(DamagedSegment)
  })

  it('[SY48] leaves no position out', () => {
    const [first, , third] = rowsOf(3)
    expect(() => packSegment([first!, third!])).toThrow(RangeError)
    expect(() => packSegment([])).toThrow(RangeError)
  })
})
