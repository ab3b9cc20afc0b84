import { describe, expect, it } from 'vitest'
import { readHandOptions, WORDS } from './options'

describe('the command line of the bench in the hand', () => {
  it('measures both sides at every length in three rounds unless told otherwise', () => {
    expect(readHandOptions([])).toEqual({
      ...{ words: WORDS, rounds: 3, seconds: 20, threads: 300 },
      ...{ sides: ['ours', 'stock'], isQuick: false, json: null },
    })
  })

  it('takes lengths, rounds, seconds, one side, a file, and a quick look', () => {
    const args = [
      '--words',
      '30000,10000',
      '--rounds',
      '5',
      '--seconds',
      '60',
      '--threads',
      '500',
      '--only',
      'ours',
      '--json',
      'f.json',
    ]
    expect(readHandOptions(args)).toEqual({
      ...{ words: [10_000, 30_000], rounds: 5, seconds: 60, threads: 500 },
      ...{ sides: ['ours'], isQuick: false, json: 'f.json' },
    })
    expect(readHandOptions(['--quick'])).toMatchObject({ rounds: 1, seconds: 6, isQuick: true })
    expect(readHandOptions(['--quick', '--rounds', '2'])).toMatchObject({ rounds: 2, seconds: 6 })
  })

  it('refuses what it does not know with a sentence', () => {
    expect(() => readHandOptions(['--only', 'theirs'])).toThrow('theirs is neither')
    expect(() => readHandOptions(['--rounds', '0'])).toThrow('--rounds takes')
    expect(() => readHandOptions(['--words', '1000,many'])).toThrow('--words takes')
    expect(() => readHandOptions(['--words', '100'])).toThrow('--words takes')
    expect(() => readHandOptions(['--seconds', '0.5'])).toThrow('--seconds takes')
    expect(() => readHandOptions(['--threads', 'many'])).toThrow('--threads takes')
    expect(() => readHandOptions(['--length', '1000'])).toThrow('--length')
  })
})
