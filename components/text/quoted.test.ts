import { describe, expect, it } from 'vitest'
import { quoted } from './quoted'

describe('a passage in quotation marks', () => {
  it('gets a pair', () => expect(quoted('the salt road')).toBe('“the salt road”'))

  it('keeps the pair that it brings', () => expect(quoted('“Steps,” he said.”')).toBe('“Steps,” he said.”'))

  it('has single ones within', () => {
    expect(quoted('“Single?” I said.')).toBe('“‘Single?’ I said.”')
    expect(quoted('the word “return”, quite small')).toBe('“the word ‘return’, quite small”')
  })
})
