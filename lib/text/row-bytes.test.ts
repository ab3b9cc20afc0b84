import { expect, it } from 'vitest'
import { packPiece, unpackPiece } from '@/lib/text/row-bytes'

it('a stretch of a history reads back equal', () => {
  const row = (seq: number, authorId: string | null, at: number) => ({
    ...{ seq, authorId, at },
    bytes: new Uint8Array([seq, 2, 3]),
  })
  const piece = {
    base: { seq: 6, bytes: new Uint8Array([9, 9]) },
    rows: [
      row(7, 'ana', 1_793_736_831_000),
      row(8, null, 1_793_736_830_000),
      row(9, 'ben', 1_793_736_832_000),
    ],
  }
  expect(unpackPiece(packPiece(piece))).toEqual(piece)
  expect(unpackPiece(packPiece({ base: null, rows: [] }))).toEqual({ base: null, rows: [] })
  expect(() => unpackPiece(new Uint8Array([7, 7]))).toThrow(RangeError)
  expect(() => unpackPiece(new Uint8Array())).toThrow(RangeError)
})
