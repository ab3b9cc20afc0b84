import { describe, expect, it } from 'vitest'
import { REMINDER_MS, standingOf, type Read } from './lagging'

const now = new Date('2026-11-24T19:30:00Z')
const ago = (ms: number) => new Date(now.getTime() - ms)
const WEEK = REMINDER_MS

const silent: Read = {
  ...{ lastSeenAt: ago(WEEK), remindedAt: null, handedInAt: null },
  ...{ recordsProgress: true, hasStopped: false },
}
const open = { opensAt: null, closesAt: null }
const standing = (reader: Partial<Read>, session: Partial<typeof open | object> = {}) =>
  standingOf({ ...silent, ...reader }, { ...open, ...session }, now)

describe('a reader', () => {
  it('[BS21] lags after seven days without being here, and not a moment before', () => {
    expect(standing({})).toBe('lags')
    expect(standing({ lastSeenAt: ago(WEEK - 1) })).toBe('reading')
  })

  it('[BS21] has a week from the day on which the session opens, however early he joined', () => {
    expect(standing({}, { opensAt: ago(WEEK - 1) })).toBe('reading')
    expect(standing({}, { opensAt: ago(WEEK) })).toBe('lags')
    expect(standing({ lastSeenAt: ago(WEEK - 1) }, { opensAt: ago(2 * WEEK) })).toBe('reading')
  })

  it('[BS21] does not lag before it opens, nor once it is closed', () => {
    expect(standing({}, { opensAt: ago(-1) })).toBe('not_open')
    expect(standing({}, { closesAt: now })).toBe('not_open')
    expect(standing({}, { closesAt: ago(-1) })).toBe('lags')
  })

  it('[BS22] is not reminded again within seven days', () => {
    expect(standing({ remindedAt: ago(WEEK - 1) })).toBe('reminded')
    expect(standing({ remindedAt: ago(WEEK) })).toBe('lags')
  })

  it('[BS23] who has handed in or stopped is told to be done, whatever else holds', () => {
    const all: Partial<Read>[] = [{}, { recordsProgress: false }, { remindedAt: ago(1) }, { lastSeenAt: now }]
    for (const one of all) {
      expect(standing({ ...one, handedInAt: ago(1) })).toBe('handed_in')
      expect(standing({ ...one, hasStopped: true })).toBe('stopped')
    }
  })

  it('[BS24] whose reading is not recorded stands the same however long he was away', () => {
    const days = [0, 1, WEEK - 1, WEEK, 10 * WEEK]
    const standings = days.map((ms) => standing({ recordsProgress: false, lastSeenAt: ago(ms) }))
    expect(new Set(standings)).toEqual(new Set(['not_recorded']))
  })
})
