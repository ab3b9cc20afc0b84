import { describe, expect, it } from 'vitest'
import { MOST_SEARCHED, NO_CATEGORY, ThreadFilter } from '@/lib/critique/contract.filters'
import type { ThreadView } from '@/lib/critique/contract'
import { isNarrow, NO_KIND, OPEN_NOTES, openersOf, passes, queryOf } from './filter'
import { MOST_WORDS } from './filter-fields'

const ines = { userId: 'ines', name: 'Ines Rautio', colour: '#2a7a4b' }
const kit = { userId: 'kit', name: 'Kit Halvorsen', colour: '#7a4b2a' }

const note = (author: ThreadView['author'], body: string, more: Partial<ThreadView> = {}) =>
  ({
    ...{ author, kind: 'comment', status: 'open', category: null, quote: null },
    comments: [{ body }],
    ...more,
  }) as ThreadView

const notes = [
  note(ines, 'When did it go?', { category: 'plot', quote: 'since the bridge went' }),
  note(kit, 'Lovely, Über-lovely.', { category: 'praise' }),
  note(ines, 'One clause too many.', { status: 'resolved' }),
]

const shown = (filter: Partial<typeof OPEN_NOTES>) =>
  notes.filter((one) => passes(one, { ...OPEN_NOTES, ...filter })).map(({ comments }) => comments[0]?.body)

describe('the filter of the margin', () => {
  it('shows what is open, and by wish what is settled or both', () => {
    expect(shown({})).toEqual(['When did it go?', 'Lovely, Über-lovely.'])
    expect(shown({ state: 'settled' })).toEqual(['One clause too many.'])
    expect(shown({ state: 'all' })).toHaveLength(3)
  })

  it('finds by person, category and form, and words of the note or its passage', () => {
    expect(shown({ person: 'ines', state: 'all' })).toHaveLength(2)
    expect(shown({ category: 'praise' })).toEqual(['Lovely, Über-lovely.'])
    expect(shown({ category: NO_KIND, state: 'all' })).toEqual(['One clause too many.'])
    expect(shown({ kind: 'suggestion' })).toEqual([])
    expect(shown({ words: ' THE bridge ' })).toEqual(['When did it go?'])
    expect(shown({ words: 'über' })).toEqual(['Lovely, Über-lovely.'])
    expect(openersOf(notes)).toEqual([ines, kit])
  })

  it('asks the API for the same, within its bounds', () => {
    const filter = {
      ...OPEN_NOTES,
      person: 'ines',
      category: NO_KIND,
      words: ' bell ',
      kind: 'comment' as const,
    }
    const query = Object.fromEntries(queryOf(filter))
    expect(query).toEqual({ author: 'ines', kind: 'comment', status: 'open', category: 'none', q: 'bell' })
    expect(ThreadFilter.parse(query)).toEqual(query)
    expect(ThreadFilter.parse(Object.fromEntries(queryOf({ ...OPEN_NOTES, state: 'settled' })))).toEqual({
      status: 'settled',
    })
    expect([MOST_WORDS, NO_KIND]).toEqual([MOST_SEARCHED, NO_CATEGORY])
  })

  it('is narrow when it asks for less than every open note', () => {
    expect(isNarrow(OPEN_NOTES)).toBe(false)
    expect(isNarrow({ ...OPEN_NOTES, state: 'all' })).toBe(false)
    expect(isNarrow({ ...OPEN_NOTES, words: 'bell' })).toBe(true)
  })
})
