import { expect, it } from 'vitest'
import { once } from './once'

it('gives equal strings back, however many there were', () => {
  const names = Array.from({ length: 25_000 }, (_, i) => `Person ${i % 12_500}`)
  expect(names.map(once)).toEqual(names)
  expect(once('Mara \u{1f30a} Voss')).toBe('Mara \u{1f30a} Voss')
})
