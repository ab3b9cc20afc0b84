import { describe, expect, it } from 'vitest'
import { residentOf, ticksOf } from './process-figures'

describe('figures of a process', () => {
  it('are the ticks in user and in system mode, whatever the process is called', () => {
    const rest = 'S 1 42 42 0 -1 4194560 9000 0 3 0 731 128 5 6 20 0 11 0 81234 900000'
    expect(ticksOf(`42 (node) ${rest}`)).toBe(859)
    expect(ticksOf(`42 (a (b) c) ${rest}`)).toBe(859)
  })

  it('are the resident bytes', () => {
    expect(residentOf('Name:\tnode\nVmHWM:\t  9000 kB\nVmRSS:\t   2048 kB\nThreads:\t11\n')).toBe(2048 * 1024)
  })
})
