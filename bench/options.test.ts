import { describe, expect, it } from 'vitest'
import { readOptions, SCENARIOS } from './options'

describe('the command line of the bench', () => {
  it('measures everything in five rounds unless told otherwise', () => {
    expect(readOptions([])).toMatchObject({
      rounds: 5,
      only: SCENARIOS,
      servers: null,
      isQuick: false,
      json: null,
    })
  })

  it('takes rounds, scenarios, a file, and a quick look', () => {
    expect(readOptions(['--quick', '--only', 'loss,fan-out', '--json', 'figures.json'])).toMatchObject({
      ...{ rounds: 1, only: ['fan-out', 'loss'], isQuick: true, json: 'figures.json' },
    })
    expect(readOptions(['--quick', '--rounds', '3']).rounds).toBe(3)
  })

  it('refuses what it does not know with a sentence', () => {
    expect(() => readOptions(['--only', 'fan-in'])).toThrow('fan-in is none')
    expect(() => readOptions(['--rounds', 'many'])).toThrow('--rounds takes')
    expect(() => readOptions(['--server', 'ours'])).toThrow('--server')
  })
})
