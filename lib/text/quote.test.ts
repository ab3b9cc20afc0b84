import { describe, expect, it } from 'vitest'
import { findQuote } from '@/lib/text/quote'

const TEXT = '“No,” said Mara. 🙂 “No,” said Ines.\n“Perhaps,” said Odile.'

describe('finding a quote', () => {
  it('[QU1] finds words that stand once', () => {
    const from = TEXT.indexOf('said Ines')
    expect(findQuote(TEXT, { exact: 'said Ines' })).toEqual({ from, to: from + 9 })
    expect(findQuote(TEXT, { exact: 'Ines.\n“Perhaps' })).toMatchObject({ from: from + 5 })
    expect(findQuote(TEXT, { exact: TEXT })).toEqual({ from: 0, to: TEXT.length })
  })
  it('[QU1] tells equal words apart by what is before and after them', () => {
    const second = TEXT.lastIndexOf('“No,”')
    expect(findQuote(TEXT, { exact: '“No,”', prefix: '🙂 ' })).toEqual({ from: second, to: second + 5 })
    expect(findQuote(TEXT, { exact: '“No,”', suffix: ' said Mara' })).toEqual({ from: 0, to: 5 })
  })
  it('[QU2] refuses what it would have to guess', () => {
    expect(findQuote(TEXT, { exact: '“No,”' })).toBe('ambiguous')
    expect(findQuote(TEXT, { exact: 'said', prefix: ' ' })).toBe('ambiguous')
    expect(findQuote('haha ha', { exact: 'haha' })).toEqual({ from: 0, to: 4 })
    expect(findQuote('hahaha', { exact: 'haha' })).toBe('ambiguous')
  })
  it('[QU2] says when words stand nowhere', () => {
    expect(findQuote(TEXT, { exact: '"No,"' })).toBe('not_found')
    expect(findQuote(TEXT, { exact: 'said', prefix: 'Mara ' })).toBe('not_found')
    expect(findQuote(TEXT, { exact: '' })).toBe('not_found')
    expect(findQuote('', { exact: 'a' })).toBe('not_found')
  })
})
