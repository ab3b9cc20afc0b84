import { describe, expect, it } from 'vitest'
import { keptPlace, laterPlace, shareRead } from './places'

const NOON = Date.parse('2026-11-27T12:00:00.000Z')
const server = (paragraph: number, at: number, finished = false) => ({
  ...{ paragraph, finished, updatedAt: new Date(at).toISOString() },
})

describe('where a chapter opens', () => {
  it('is the later of the two places, on whatever device it was', () => {
    expect(laterPlace(keptPlace(12, NOON), server(30, NOON + 5_000))).toBe(30)
    expect(laterPlace(keptPlace(12, NOON + 5_000), server(30, NOON))).toBe(12)
    expect(laterPlace(undefined, server(30, NOON))).toBe(30)
    expect(laterPlace(keptPlace(12, NOON), null)).toBe(12)
    expect(laterPlace(undefined, null)).toBe(0)
  })

  it('is the beginning for who has finished it', () => {
    expect(laterPlace(keptPlace(12, NOON), server(99, NOON, true))).toBe(0)
  })
})

describe('how much is read', () => {
  it('is all of it only when it is finished', () => {
    expect(shareRead(null, 10)).toBe(0)
    expect(shareRead({ furthest: 4, finished: false }, 10)).toBe(50)
    expect(shareRead({ furthest: 9, finished: false }, 10)).toBe(99)
    expect(shareRead({ furthest: 3, finished: true }, 10)).toBe(100)
  })
})
