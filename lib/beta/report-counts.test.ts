import { describe, expect, it } from 'vitest'
import { answered, reactionSpots, survivalOf, type Felt } from './report-counts'

const felt = (readerId: string, paragraph: number, reaction: Felt['reaction']): Felt => ({
  ...{ editionId: 'ferry', readerId, paragraph, reaction },
})

describe('reactions', () => {
  it('[BS19] count people: who reacts twice, or in two ways, is one person', () => {
    const spots = reactionSpots([
      felt('ana', 3, 'loved'),
      felt('ana', 3, 'loved'),
      felt('ana', 3, 'tense'),
      felt('ben', 3, 'loved'),
      felt('ben', 1, 'bored'),
    ])
    expect(spots).toEqual([
      { editionId: 'ferry', paragraph: 1, people: 1, byReaction: [{ reaction: 'bored', people: 1 }] },
      {
        ...{ editionId: 'ferry', paragraph: 3, people: 2 },
        byReaction: [
          { reaction: 'loved', people: 2 },
          { reaction: 'tense', people: 1 },
        ],
      },
    ])
  })
})

describe('how far readers came', () => {
  const reached = (readerId: string, furthest: number, more: object = {}) => ({
    ...{
      readerId,
      editionId: 'ferry',
      paragraph: furthest,
      furthest,
      finished: false,
      stopped: null,
      ...more,
    },
  })

  it('is counted at each tenth, and where they stopped', () => {
    const survival = survivalOf({ id: 'ferry', paragraphs: 11 }, [
      reached('ana', 10, { finished: true }),
      reached('ben', 5),
      reached('cai', 2, { stopped: { reason: null } }),
      { ...reached('dov', 9), editionId: 'quay' },
    ])
    expect(survival).toEqual({
      ...{ editionId: 'ferry', began: 3, finished: 1, reached: [3, 3, 3, 2, 2, 2, 1, 1, 1, 1, 1] },
      stops: [{ paragraph: 2, reader: 'cai', reason: null }],
    })
  })

  it('is the whole of a chapter of one paragraph once it is finished', () => {
    const one = { id: 'ferry', paragraphs: 1 }
    expect(survivalOf(one, [reached('ana', 0, { finished: true })]).reached.at(-1)).toBe(1)
    expect(survivalOf(one, [reached('ana', 0)]).reached.at(-1)).toBe(0)
  })
})

describe('answers', () => {
  const question = { id: 'q', chapterId: null, paragraph: null, prompt: 'Tense?' }

  it('count the steps of a scale from 1 and choices from 0', () => {
    const values = [1, 2, 2].map((value, at) => ({ readerId: `r${at}`, value }))
    const counts = (kind: 'scale' | 'choice') =>
      answered({ ...question, kind, options: ['a', 'b', 'c'] }, values).counts.map(({ people }) => people)
    expect(counts('scale')).toEqual([1, 2, 0])
    expect(counts('choice')).toEqual([0, 1, 2])
  })

  it('in words are kept and not counted', () => {
    const said = [{ readerId: 'ana', value: 'Yes.' }]
    const { counts, answers } = answered({ ...question, kind: 'text', options: [] }, said)
    expect([counts, answers]).toEqual([[], said])
  })
})
