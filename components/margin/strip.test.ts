import { describe, expect, it } from 'vitest'
import { layOutStrip, type Edges } from './strip'

const LINE = 30
/** Passages by the first and the last line in which they stand. */
const lines = (...passages: [first: number, last: number][]): Edges[] =>
  passages.map(([first, last]) => ({ top: first * LINE, bottom: (last + 1) * LINE }))

const overlaps = (laid: readonly Edges[]) => laid.filter(({ top }, at) => top < (laid[at - 1]?.bottom ?? 0))

describe('the strip beside the text', () => {
  it('stands level with passages that have lines of their own', () => {
    expect(layOutStrip(lines([0, 1], [4, 4]))).toEqual(lines([0, 1], [4, 4]))
  })

  it('divides a line between two passages that share it', () => {
    const [first, second] = layOutStrip(lines([0, 1], [1, 3]))
    expect(first).toMatchObject({ top: 0 })
    expect(second).toMatchObject({ bottom: 4 * LINE })
    expect(first?.bottom).toBeGreaterThan(LINE)
    expect(second?.top).toBeLessThan(2 * LINE)
    expect(second?.top).toBeGreaterThan(first?.bottom ?? Infinity)
  })

  it('lets many in one line keep a height that can be hit, and lie over each other nowhere', () => {
    const laid = layOutStrip(lines([0, 0], [0, 0], [0, 0], [0, 0], [0, 2]))
    for (const { top, bottom } of laid) expect(bottom - top).toBeGreaterThanOrEqual(9)
    expect(overlaps(laid)).toEqual([])
  })
})
