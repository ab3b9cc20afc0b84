import { expect, it } from 'vitest'
import { Recent } from './recent'

it('what was used last is held, and what nobody asked for the longest goes', () => {
  const recent = new Recent<string, number>(2)
  expect(recent.use('a', 1)).toBe(1)
  recent.use('b', 2)
  recent.use('a', 3)
  recent.use('c', 4)
  expect(['a', 'b', 'c'].map((key) => recent.get(key))).toEqual([3, undefined, 4])
})
