import { describe, expect, it } from 'vitest'
import { OUTCOMES, receiptsText as words } from '@/components/text/receipts'
import { RECEIPT_LIMITS, RECEIPT_OUTCOMES } from '@/lib/critique/contract.receipts'
import { MOST_LINE_CHARACTERS } from './marker'

const counts = (some: object) => ({ ...{ used: 0, partly: 0, kept: 0, later: 0 }, ...some })

describe('what critics read of their notes', () => {
  it('counts what there is, in the order of the API', () => {
    expect(OUTCOMES).toEqual(RECEIPT_OUTCOMES)
    expect(words.counted(counts({ kept: 2, used: 3 }))).toBe('3 used, 2 kept as it is')
    expect(words.mine.used(counts({ used: 3, kept: 2 }))).toBe(
      '3 of your 5 notes were used, 2 kept as it is.',
    )
    expect(words.mine.used(counts({ used: 1 }))).toBe('Your note was used.')
    expect(words.mine.used(counts({ later: 2 }))).toBe('Of your 2 notes: 2 for later.')
  })

  it('says who was told', () => {
    const critic = (name: string) => ({ critic: { userId: name, name, colour: '' }, counts: counts({}) })
    const told = (...names: string[]) => words.told({ told: names.map(critic), ofThoseWhoLeft: 1 })
    expect(told('Ines')).toBe('Ines is told.')
    expect(told('Ines', 'Kit')).toBe('Ines and Kit are told.')
    expect(told('Ines', 'Kit', 'Tomas', 'Odile')).toBe('Four critics are told.')
    expect(told()).toBe('One mark can be read by everyone here now.')
  })

  it('a line has room for as much as the API takes', () => {
    expect(MOST_LINE_CHARACTERS).toBe(RECEIPT_LIMITS.noteCharacters)
  })
})
