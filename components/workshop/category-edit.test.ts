import { describe, expect, it } from 'vitest'
import {
  CategoriesChange,
  CATEGORY_LIMITS,
  USUAL_CATEGORIES,
  type CategoryView,
} from '@/lib/critique/contract.categories'
import {
  looksFor,
  MOST_LABEL_CHARACTERS,
  MOST_OFFERED,
  withChange,
  withMove,
  withOneMore,
} from './category-edit'

const valid = (categories: readonly CategoryView[]) => CategoriesChange.safeParse({ categories }).success
const keys = (categories: readonly CategoryView[]) => categories.map(({ key }) => key)

describe('changing the kinds of notes', () => {
  it('adds each in a look and with a key of its own, until there is no look left', () => {
    let all: readonly CategoryView[] = USUAL_CATEGORIES
    for (let at = 0; at < 15; at++) all = withOneMore(all, `Übung ${at}`)
    expect(all).toHaveLength(CATEGORY_LIMITS.offered)
    expect(valid(all)).toBe(true)
    expect(keys(withOneMore([], 'Übung')).concat(keys(withOneMore([], '…')))).toEqual(['u-bung', 'kind'])
  })

  it('gives one that is offered again another look when its own was taken meanwhile', () => {
    const [first, second] = USUAL_CATEGORIES as [CategoryView, CategoryView]
    const hidden = withChange([first, second], first.key, { hidden: true })
    const taken = withChange(hidden, second.key, { hue: first.hue, shape: first.shape })
    expect(taken[1]).toMatchObject({ hue: first.hue, shape: first.shape })
    const back = withChange(taken, first.key, { hidden: false })
    expect(valid(back)).toBe(true)
    expect(looksFor(back, first.key)).not.toContainEqual({ hue: first.hue, shape: first.shape })
  })

  it('moves one among those that are offered', () => {
    const [a, b, c] = USUAL_CATEGORIES as [CategoryView, CategoryView, CategoryView]
    const all = [a, { ...b, hidden: true }, c]
    expect(keys(withMove(all, c.key, -1))).toEqual([c.key, b.key, a.key])
    expect(withMove(all, a.key, -1)).toBe(all)
  })

  it('knows the bounds of the contract', () => {
    expect([MOST_OFFERED, MOST_LABEL_CHARACTERS]).toEqual([
      ...[CATEGORY_LIMITS.offered, CATEGORY_LIMITS.labelCharacters],
    ])
  })
})
