import { describe, expect, it } from 'vitest'
import { fakeClock } from '@/tests/support/clock'
import { toThin, type Aged } from './versions-thinning'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** A year of writing: a version every ten minutes for two hours each evening, thinned after each. */
function yearOfWriting(): { kept: Aged[]; now: number } {
  const clock = fakeClock()
  let kept: Aged[] = []
  for (let day = 0; day < 365; day += 1) {
    for (let round = 0; round < 12; round += 1) {
      kept.push({ id: `${day}-${round}`, kind: 'automatic', at: clock.now() })
      const gone = new Set(toThin(kept, clock.now()))
      kept = kept.filter(({ id }) => !gone.has(id))
      clock.advance(10 * MINUTE)
    }
    clock.advance(22 * HOUR)
  }
  return { kept, now: clock.now() }
}

describe('automatic versions', () => {
  it('all stay for a day, one an hour for a week, one a day for three months, one a week after', () => {
    const { kept, now } = yearOfWriting()
    const aged = (from: number, to: number) =>
      kept.filter(({ at }) => now - at >= from * DAY && now - at < to * DAY).length
    expect(aged(0, 1)).toBe(11)
    expect(aged(3, 6)).toBe(9)
    expect(aged(10, 80)).toBe(70)
    expect(aged(100, 350)).toBeLessThanOrEqual(37)
    expect(aged(100, 350)).toBeGreaterThanOrEqual(35)
  })

  it('of one span leave the newest, and the first of all stays for good', () => {
    const { kept } = yearOfWriting()
    expect(kept[0]?.id).toBe('0-0')
    expect(kept.filter(({ id }) => id.startsWith('330-')).map(({ id }) => id)).toEqual(['330-11'])
  })

  it('that were named or recorded before a restore or import never go', () => {
    const now = fakeClock().now()
    const kinds = ['named', 'before_restore', 'before_import', 'automatic'] as const
    const old = kinds.map((kind, i) => ({ id: kind, kind, at: now - 200 * DAY + i }))
    const automatic = { id: 'newest', kind: 'automatic' as const, at: now - 200 * DAY + 9 }
    const first = { ...automatic, id: 'first', at: now - 300 * DAY }
    expect(toThin([first, ...old, automatic, { ...automatic, id: 'today', at: now }], now)).toEqual([
      'automatic',
    ])
  })

  it('thinned again at the same time lose nothing more', () => {
    const { kept, now } = yearOfWriting()
    const gone = new Set(toThin(kept, now))
    expect(
      toThin(
        kept.filter(({ id }) => !gone.has(id)),
        now,
      ),
    ).toEqual([])
  })
})
