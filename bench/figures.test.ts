import { describe, expect, it } from 'vitest'
import { Durations, median } from './figures'

describe('median', () => {
  it('is the middle one, in whatever order they come', () => {
    expect(median([30, 10, 20])).toBe(20)
  })

  it('of an even count is the mean of the two in the middle', () => {
    expect(median([4, 1, 3, 2])).toBe(2.5)
  })

  it('leaves what it was given as it was', () => {
    const values = [3, 1, 2]
    median(values)
    expect(values).toEqual([3, 1, 2])
  })

  it('of nothing does not exist', () => {
    expect(() => median([])).toThrow(RangeError)
  })
})

describe('durations', () => {
  function durations(...ms: number[]) {
    const all = new Durations()
    for (const one of ms) all.add(one)
    return all
  }

  it('have percentiles by nearest rank, to a twentieth of a millisecond', () => {
    const all = durations(...Array.from({ length: 100 }, (_, i) => i + 1))
    expect(all.percentile(0.5)).toBeCloseTo(50.05)
    expect(all.percentile(0.95)).toBeCloseTo(95.05)
    expect(all.percentile(1)).toBeCloseTo(100.05)
    expect(all.count).toBe(100)
  })

  it('show one outlier at the end and nowhere else', () => {
    const all = durations(...Array.from({ length: 99 }, () => 1), 500)
    expect(all.percentile(0.95)).toBeCloseTo(1.05)
    expect(all.percentile(1)).toBeCloseTo(500.05)
  })

  it('keep what is longer than ten seconds, and what a clock set back makes negative', () => {
    const all = durations(60_000, -1)
    expect(all.percentile(0.5)).toBeCloseTo(0.05)
    expect(all.percentile(1)).toBeCloseTo(10_000, 0)
  })

  it('of nothing have no percentile', () => {
    expect(() => durations().percentile(0.5)).toThrow(RangeError)
  })
})
