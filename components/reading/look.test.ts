import { describe, expect, it } from 'vitest'
import { DEFAULT_LOOK, lookAsCookie, lookIn, styleOf } from './look'

describe('the look of the pages', () => {
  it('comes back from the device as it was chosen', () => {
    const look = { theme: 'sepia', size: 24, spacing: 'wide', noted: 'blur' } as const
    expect(lookIn(lookAsCookie(look))).toEqual(look)
  })

  it('is the usual one where the device says nothing or nonsense', () => {
    expect(lookIn(undefined)).toEqual(DEFAULT_LOOK)
    expect(lookIn('neon.<b>.x.y')).toEqual(DEFAULT_LOOK)
    expect(lookIn('night.99')).toEqual({ ...DEFAULT_LOOK, theme: 'night', size: 30 })
  })

  it('is a size and a line height', () => {
    expect(styleOf({ ...DEFAULT_LOOK, spacing: 'close' })).toEqual({ '--text': '19px', '--leading': '1.45' })
  })
})
