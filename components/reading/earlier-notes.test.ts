import { describe, expect, it } from 'vitest'
import type { CarriedView } from '@/lib/beta/contract.reading'
import { apart, keptAs, shownIn, type KeptNote } from './earlier-notes'

const TEXT = 'The ferry left at seven.\nNobody waved, not even the mate.'

const made: KeptNote = {
  ...{ id: 'one', editionId: 'first', paragraph: 4, from: 90, to: 96, quote: 'at six', body: 'Early.' },
  ...{ reaction: null, typo: false, private: false, mine: true, reader: { name: 'Wren' } },
}

const carried = (placement: CarriedView['placement'], paragraph = 0): KeptNote => ({
  ...made,
  carried: { editionId: 'second', number: 1, paragraph, placement },
})

const at = (words: string) => ({ from: TEXT.indexOf(words), to: TEXT.indexOf(words) + words.length })
const unplaced = { state: 'unplaced', from: 15, to: 15, text: '', near: 15 } as const

describe('a note of an earlier edition', () => {
  it('[BS35] is shown where its words stand now, and says what became of them', () => {
    const shown = (note: KeptNote) => {
      const { quote, paragraph, earlier } = shownIn(note, 'second', TEXT) ?? {}
      return [earlier?.state, quote, paragraph]
    }
    expect(shown(carried({ state: 'exact', ...at('at seven'), text: 'at seven' }))).toEqual([
      'edited',
      'at seven',
      0,
    ])
    expect(shown(carried({ state: 'exact', ...at('at seven'), text: 'at six' }))).toEqual([
      'exact',
      'at seven',
      0,
    ])
    expect(shown(carried({ state: 'moved', ...at('the mate'), text: 'the mate' }, 1))).toEqual([
      'moved',
      'the mate',
      1,
    ])
    const { from: near, to: nearTo } = at('Nobody waved')
    expect(shown(carried({ ...unplaced, reason: 'rewritten', near, nearTo }, 1))).toEqual([
      'rewritten',
      'Nobody waved',
      1,
    ])
  })

  it('[BS35] without a place keeps its old words, and is none of those on the page', () => {
    const gone = [
      carried({ ...unplaced, reason: 'gone' }),
      carried({ ...unplaced, reason: 'unsure', candidates: [at('The')] }),
    ].flatMap((note) => shownIn(note, 'second', TEXT) ?? [])
    expect(gone.map(({ quote, earlier }) => [quote, earlier?.state])).toEqual([
      ['at six', 'gone'],
      ['at six', 'gone'],
    ])
    expect(apart([...gone, made])).toEqual({ placed: [made], gone })
  })

  it('is shown in its own edition as it is, and in no other without a place there', () => {
    expect(shownIn(made, 'first', TEXT)).toBe(made)
    expect(shownIn(made, 'second', TEXT)).toBeNull()
    expect(shownIn(carried({ ...unplaced, reason: 'gone' }), 'third', TEXT)).toBeNull()
  })

  it('keeps the passage of its own edition when something else is said in it', () => {
    const note = carried({ state: 'exact', ...at('at seven'), text: 'at seven' })
    const shown = shownIn(note, 'second', TEXT)
    if (!shown) throw new Error('It is shown.')
    expect(keptAs(note, { ...shown, body: 'Better.', reaction: 'loved' })).toEqual({
      ...note,
      ...{ body: 'Better.', reaction: 'loved' },
    })
    expect(keptAs(undefined, { ...made, body: 'New.' })).toEqual({ ...made, body: 'New.' })
  })
})
