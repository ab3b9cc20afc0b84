import { describe, expect, it } from 'vitest'
import { isPassageStill } from '@/lib/text/survival'

const QUOTE = 'Nobody on the quay had slept.'

describe('what an editor followed', () => {
  it('[AN19] is the passage, split or with some words typed into it', () => {
    expect(isPassageStill(QUOTE, 'Nobody on\nthe quay had slept.')).toBe(true)
    expect(isPassageStill(QUOTE, 'Nobody on the long grey quay, they said, had slept.')).toBe(true)
    expect(isPassageStill(QUOTE, 'Nobody on the quay')).toBe(true)
  })
  it('[AN19] is not the passage when most of it went away', () => {
    expect(isPassageStill(QUOTE, 'Nobody came.')).toBe(false)
    expect(isPassageStill(QUOTE, '')).toBe(false)
  })
  it('[AN19] is not the passage when it is a small part of a paragraph', () => {
    expect(
      isPassageStill('the quay', 'The harbour lay grey and still, and nobody on the quay had slept.'),
    ).toBe(false)
  })
  it('[AN19] is not the passage with another paragraph before or behind it', () => {
    expect(isPassageStill(QUOTE, `The harbour lay grey.\n${QUOTE}`)).toBe(false)
    expect(isPassageStill(QUOTE, `${QUOTE}\nThe harbour lay grey.`)).toBe(false)
    expect(isPassageStill(QUOTE, 'None on the quay had slept.')).toBe(true)
  })
  it('[AN19] is not a word of three letters of which some stand in another', () => {
    expect(isPassageStill('it', 'i')).toBe(false)
    expect(isPassageStill('it', 'it')).toBe(true)
  })
})
