import { describe, expect, it } from 'vitest'
import { lockedAfter, stateOf } from './opening'

const at = (hour: number) => new Date(Date.UTC(2026, 10, 3, hour))

describe('a session', () => {
  it('[BS9] waits, is open and is closed by the clock, to the instant', () => {
    const times = { opensAt: at(8), closesAt: at(20) }
    expect([7, 8, 19, 20].map((hour) => stateOf(times, at(hour)))).toEqual([
      'waiting',
      'open',
      'open',
      'closed',
    ])
    expect(stateOf({ opensAt: null, closesAt: null }, at(0))).toBe('open')
    expect(stateOf({ opensAt: at(9), closesAt: at(8) }, at(8)), 'closed before it opened').toBe('closed')
  })
})

describe('a chapter', () => {
  const done = { finished: true, predicted: true }
  const unsaid = { finished: true, predicted: false }
  const begun = { finished: false, predicted: false }
  const strict = { isSequential: true, asksPredictions: true }

  it('[BS10] opens at once when it is the first, and where nothing is asked', () => {
    expect(lockedAfter([], strict)).toBeNull()
    expect(lockedAfter([begun, begun], { isSequential: false, asksPredictions: false })).toBeNull()
  })

  it('[BS10] waits for every chapter before it, and for a prediction about the last of them alone', () => {
    expect(lockedAfter([begun, done], strict)).toBe('unfinished')
    expect(lockedAfter([unsaid, unsaid], strict)).toBe('prediction')
    expect(lockedAfter([unsaid, done], strict)).toBeNull()
    expect(lockedAfter([unsaid], { isSequential: true, asksPredictions: false })).toBeNull()
  })
})
