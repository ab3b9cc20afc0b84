import { expect, it } from 'vitest'
import { changeAbove } from './use-changes'

it('the change that one is at is the last that stands at the reading line or above it', () => {
  expect(changeAbove([], 200)).toBe(-1)
  expect(changeAbove([300, 900], 200)).toBe(-1)
  expect(changeAbove([-400, 200, 900], 200)).toBe(1)
  expect(changeAbove([-400, 205, 900], 200)).toBe(1)
  expect(changeAbove([-900, -400, -20], 200)).toBe(2)
})
