import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { authorize, authorizeWorkshop } from '@/lib/access/authorize'
import { openCritique, refusalOf, type Critique } from '@/tests/support/critique'
import { workshopDatabase } from '@/tests/support/database'
import { changeCategories, listCategories } from './categories'
import { collectCritique } from './collecting'
import { CATEGORIES } from './contract'
import {
  CategoriesChange,
  CATEGORY_LIMITS,
  HUES,
  SHAPES,
  USUAL_CATEGORIES,
  type CategoryView,
} from './contract.categories'
import { changeThread } from './threads'

workshopDatabase()
let critique: Critique
let workshopId: string

beforeEach(async () => {
  critique = await openCritique('Aurel had sharpened the pencil for the occasion.')
  workshopId = (await authorize(critique.mara, critique.manuscriptId, 'read')).workshopId
})
afterEach(() => critique.close())

const rhyme: CategoryView = { key: 'rhyme', label: 'Rhyme', hue: 'line', shape: 'dotted', hidden: false }
const metre: CategoryView = { key: 'metre', label: 'Metre', hue: 'pacing', shape: 'wavy', hidden: false }
const set = async (categories: CategoryView[] | null) => {
  const grant = await authorizeWorkshop(critique.mara, workshopId, 'host')
  return changeCategories(grant, CategoriesChange.parse({ categories }))
}
const shown = (list: { categories: CategoryView[] }) =>
  list.categories.map(({ key, hidden }) => (hidden ? `(${key})` : key))

describe('the categories of a workshop', () => {
  it('are the usual ten until its host changes them, each unlike every other', async () => {
    const grant = await authorizeWorkshop(critique.odile, workshopId, 'see')
    const list = await listCategories(grant)
    expect(list.usual).toBe(true)
    expect(shown(list)).toEqual([...CATEGORIES])
    expect(CategoriesChange.safeParse({ categories: USUAL_CATEGORIES }).success).toBe(true)
  })

  it('are what notes can have from then on, in the order the host gave them', async () => {
    expect(shown(await set([metre, rhyme]))).toEqual(['metre', 'rhyme'])
    expect((await critique.open(critique.ines, { category: 'rhyme' })).category).toBe('rhyme')
    expect(await refusalOf(critique.open(critique.ines, { category: 'plot' }))).toBe('invalid')
    const thread = await critique.open(critique.ines, {})
    const own = await critique.thread(critique.ines, thread.id, 'comment')
    expect(await refusalOf(changeThread(own, { category: 'plot' }))).toBe('invalid')
    expect((await changeThread(own, { category: 'metre' })).category).toBe('metre')
  })

  it('stay readable when they were taken away and a note has them, and go when none has', async () => {
    const thread = await critique.open(critique.ines, { category: 'plot' })
    expect(shown(await set([rhyme]))).toEqual(['rhyme', '(plot)'])
    expect((await critique.list())[0]?.category).toBe('plot')
    const own = await critique.thread(critique.ines, thread.id, 'comment')
    expect((await changeThread(own, { status: 'resolved' })).category).toBe('plot')
    await changeThread(own, { category: null })
    expect(shown(await set([metre]))).toEqual(['metre'])
  })

  it('come back as they usually are', async () => {
    await set([rhyme])
    await critique.open(critique.ines, { category: 'rhyme' })
    expect(shown(await set(null))).toEqual([...CATEGORIES, '(rhyme)'])
  })

  it('are called by their labels in what is collected', async () => {
    await set([{ ...rhyme, label: 'Sound' }])
    await critique.open(critique.ines, { category: 'rhyme' })
    const grant = await authorize(critique.mara, critique.manuscriptId, 'read')
    let text = ''
    for await (const piece of (await collectCritique(grant, { format: 'md' })).pieces) text += piece
    expect(text).toContain('Ines Rautio · Sound · open')
  })

  it('are the host’s to change', async () => {
    expect(await refusalOf(authorizeWorkshop(critique.kit, workshopId, 'host'))).toBe('forbidden')
  })
})

it('a list of categories that nobody could tell apart is refused with the reason', () => {
  const all = HUES.flatMap((hue) =>
    SHAPES.map((shape) => ({ key: `${hue}-${shape}`, label: `${hue} ${shape}`.slice(0, 24), hue, shape })),
  )
  expect(all).toHaveLength(CATEGORY_LIMITS.offered)
  expect(CategoriesChange.safeParse({ categories: all }).success).toBe(true)
  const bad: [object[], string][] = [
    [[rhyme, { ...metre, key: 'rhyme' }], 'the key rhyme twice'],
    [[rhyme, { ...metre, label: 'rhyme' }], 'the label rhyme twice'],
    [[rhyme, { ...metre, hue: 'line', shape: 'dotted' }], 'look alike twice: line and dotted'],
    [[{ ...rhyme, shape: 'dashed' }], 'Invalid option'],
    [[{ ...rhyme, key: 'Rhyme!' }], 'small letters'],
    [[{ ...rhyme, label: ' ' }], 'must not be empty'],
    [[{ ...rhyme, label: 'x'.repeat(25) }], 'at most 24'],
  ]
  for (const [categories, reason] of bad) {
    const result = CategoriesChange.safeParse({ categories })
    expect(result.error?.issues.map(({ message }) => message).join('; '), reason).toContain(reason)
  }
})
