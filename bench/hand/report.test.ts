import { describe, expect, it } from 'vitest'
import { percentile } from './figures'
import { HandRows, handTable } from './report'

const key = { words: 30_000, isSlowed: false, name: 'key to paint p95', unit: 'ms' }

describe('the table of the bench in the hand', () => {
  it('has the medians of both sides, their ratio, and the goal', () => {
    const rows = new HandRows()
    const goal = { kind: 'least', value: 300 } as const
    for (const ms of [18, 30, 20]) rows.add('ours', key, ms)
    for (const ms of [90, 93, 100]) rows.add('stock', key, ms)
    rows.add('ours', { words: 1_000, isSlowed: true, name: 'long tasks', unit: '' }, 3)
    rows.add(
      'ours',
      { words: 1_000, isSlowed: false, name: 'highlights on their words', unit: '', goal },
      299,
    )
    expect(handTable(rows.all).split('\n').slice(2)).toEqual([
      '| 1,000 words | highlights on their words | 299 | none |  | ≥ 300 | not met |',
      '| 1,000 words, slowed 4 × | long tasks | 3 | none |  |  |  |',
      '| 30,000 words | key to paint p95, ms | 20.0 | 93.0 | 0.22 | ≤ 25 | met |',
    ])
  })

  it('takes percentiles by the nearest rank', () => {
    expect(percentile([5, 1, 4, 2, 3], 0.5)).toBe(3)
    expect(percentile([1, 2], 0.95)).toBe(2)
    expect(() => percentile([], 0.5)).toThrow(RangeError)
  })
})
