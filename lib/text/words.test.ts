import { describe, expect, it } from 'vitest'
import { countWords } from '@/lib/text/words'

describe('counting words', () => {
  it('[WC1] counts runs between any white space', () => {
    expect(countWords('Mara ran.\n\nInes\tstayed\u00a0behind, in\u2009the\u3000rain.')).toBe(8)
    expect(countWords('')).toBe(0)
    expect(countWords('  one  ')).toBe(1)
  })
  it('[WC1] counts in any script, digits too', () => {
    expect(countWords('Γύρισε σπίτι στις 7')).toBe(4)
    expect(countWords('عاد إلى البيت')).toBe(3)
    expect(countWords('don’t e\u0301te\u0301 İstanbul 𝔐ara')).toBe(4)
  })
  it('[WC2] parts words at dashes but not at one hyphen', () => {
    expect(countWords('night—day and night – day and night--day, 1914–1918')).toBe(10)
    expect(countWords('a well-known mother-in-law')).toBe(3)
    expect(countWords('―No,― he said ⸺ twice ---- and left')).toBe(6)
  })
  it('[WC3] leaves out what holds no letter or digit', () => {
    expect(countWords('*** … — “” & 🙂 - end')).toBe(1)
  })
})
