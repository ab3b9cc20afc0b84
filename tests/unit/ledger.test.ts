import { describe, expect, it } from 'vitest'
import { brokenPromises, type Promised } from '@/tests/support/ledger'

const mara: Promised = { who: 'mara', acknowledged: new Set(['mara-1', 'mara-2']), seen: new Set(['kit-1']) }
const kit: Promised = { who: 'kit', acknowledged: new Set(['kit-1']), seen: new Set(['mara-1']) }

const stored = (...words: string[]) => {
  const counts = new Map<string, number>()
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1)
  return counts
}

describe('the ledger of a kill', () => {
  it('finds nothing when every word stands once, whatever else stands there', () => {
    expect(brokenPromises([mara, kit], stored('mara-1', 'mara-2', 'kit-1', 'kit-2'))).toEqual([])
  })

  it('names a word that was acknowledged and is gone', () => {
    expect(brokenPromises([mara, kit], stored('mara-1', 'kit-1'))).toEqual([
      { who: 'mara', word: 'mara-2', promise: 'acknowledged', stands: 0 },
    ])
  })

  it('names a word that somebody else saw and that is gone, though nobody was told that it is saved', () => {
    const ines: Promised = { who: 'ines', acknowledged: new Set(), seen: new Set(['kit-2']) }
    expect(brokenPromises([ines], stored('kit-1'))).toEqual([
      { who: 'ines', word: 'kit-2', promise: 'seen', stands: 0 },
    ])
  })

  it('names a word that stands twice', () => {
    expect(brokenPromises([kit], stored('kit-1', 'kit-1', 'mara-1'))).toEqual([
      { who: 'kit', word: 'kit-1', promise: 'acknowledged', stands: 2 },
    ])
  })
})
