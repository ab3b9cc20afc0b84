import { afterEach, describe, expect, it, vi } from 'vitest'
import { leave, staysUnsaved } from './leave'
import type { LeaveSteps } from './leave'

function steps(fails: (keyof LeaveSteps)[] = []): { steps: LeaveSteps; done: string[] } {
  const done: string[] = []
  const step = (name: keyof LeaveSteps) => () => {
    done.push(name)
    return fails.includes(name) ? Promise.reject(new Error(`${name} failed`)) : Promise.resolve()
  }
  return {
    done,
    steps: {
      endLogin: step('endLogin'),
      stopKeeping: step('stopKeeping'),
      forget: step('forget'),
      go: () => void done.push('go'),
    },
  }
}

afterEach(() => vi.restoreAllMocks())

describe('signing out', () => {
  it('ends the login, stops what writes, wipes the device, and only then leaves', async () => {
    const { steps: all, done } = steps()
    await leave(all)
    expect(done).toEqual(['endLogin', 'stopKeeping', 'forget', 'go'])
  })

  it('wipes nothing and stays when the server did not end the login', async () => {
    const { steps: all, done } = steps(['endLogin'])
    await expect(leave(all)).rejects.toThrow('endLogin failed')
    expect(done).toEqual(['endLogin'])
  })

  it('leaves also when the browser refuses its storage', async () => {
    const warning = vi.spyOn(console, 'warn').mockImplementation(() => undefined)
    const { steps: all, done } = steps(['stopKeeping', 'forget'])
    await leave(all)
    expect(done.at(-1)).toBe('go')
    expect(warning).toHaveBeenCalledTimes(2)
  })

  it('does not ask about words that reach the server’s disk in these very moments', async () => {
    const looks = [true, true, false]
    let pauses = 0
    const pause = () => Promise.resolve(void pauses++)
    expect(await staysUnsaved(() => Promise.resolve(looks.shift() ?? false), pause, 5)).toBe(false)
    expect(pauses).toBe(2)
  })

  it('asks about words that stay on this device', async () => {
    let looks = 0
    const look = () => Promise.resolve(++looks > 0)
    expect(await staysUnsaved(look, () => Promise.resolve(), 5)).toBe(true)
    expect(looks).toBe(5)
  })
})
