import { describe, expect, it } from 'vitest'
import {
  ManuscriptThreadQuery,
  MOST_SEARCHED,
  NO_CATEGORY,
  ThreadFilter,
} from '@/lib/critique/contract.filters'
import type { ThreadView } from '@/lib/critique/contract'
import { filterOf, isNarrow, NO_KIND, OPEN_NOTES, openersOf, passes, queryOf } from './filter'
import { MOST_WORDS } from './filter-fields'

const ines = { userId: 'ines', name: 'Ines Rautio', colour: '#2a7a4b' }
const kit = { userId: 'kit', name: 'Kit Halvorsen', colour: '#7a4b2a' }

const note = (author: ThreadView['author'], body: string, more: Partial<ThreadView> = {}) =>
  ({
    ...{ author, kind: 'comment', status: 'open', category: null, quote: null, receipt: null },
    comments: [{ body }],
    ...more,
  }) as ThreadView

const notes = [
  note(ines, 'When did it go?', { category: 'plot', quote: 'since the bridge went' }),
  note(kit, 'Lovely, Über-lovely.', { category: 'praise' }),
  note(ines, 'One clause too many.', {
    ...{ status: 'resolved' },
    receipt: { outcome: 'used' } as ThreadView['receipt'],
  }),
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
    const reader = note(kit, 'Too early?', { kind: 'reader_note' })
    expect(passes(reader, { ...OPEN_NOTES, kind: 'critique' })).toBe(false)
    expect(shown({ kind: 'critique', state: 'all' })).toHaveLength(notes.length)
    expect(shown({ words: ' THE bridge ' })).toEqual(['When did it go?'])
    expect(shown({ words: 'über' })).toEqual(['Lovely, Über-lovely.'])
    expect(openersOf(notes)).toEqual([ines, kit])
  })

  it('finds by what became of a note', () => {
    const became = (receipt: (typeof OPEN_NOTES)['receipt']) => shown({ receipt, state: 'all' })
    expect(became('used')).toEqual(['One clause too many.'])
    expect(became('any')).toEqual(['One clause too many.'])
    expect(became('none')).toHaveLength(2)
    expect(became('later')).toEqual([])
  })

  it('is read from an address as it is written into one', () => {
    for (const change of [
      { receipt: 'any' as const, person: 'ines', state: 'all' as const },
      { state: 'settled' as const, words: 'bell', category: NO_KIND },
      { kind: 'suggestion' as const },
    ]) {
      const filter = { ...OPEN_NOTES, ...change }
      expect(filterOf(ManuscriptThreadQuery.parse(Object.fromEntries(queryOf(filter))))).toEqual(filter)
    }
    expect(filterOf({ status: 'accepted' }).state).toBe('settled')
  })

  it('asks the API for the same, within its bounds', () => {
    const filter = {
      ...OPEN_NOTES,
      person: 'ines',
      category: NO_KIND,
      words: ' bell ',
      kind: 'comment' as const,
      receipt: 'partly' as const,
    }
    const query = Object.fromEntries(queryOf(filter))
    expect(query).toEqual({
      ...{ author: 'ines', kind: 'comment', status: 'open', category: 'none', q: 'bell', receipt: 'partly' },
    })
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
    expect(isNarrow({ ...OPEN_NOTES, receipt: 'none' })).toBe(true)
  })
})
