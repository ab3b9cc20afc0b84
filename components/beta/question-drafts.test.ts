import { describe, expect, it } from 'vitest'
import type { EditionSummary } from '@/lib/beta/contract'
import { atPlace, contentBodies, draftsOf, placeOf, questionBodies } from './question-drafts'

const asked = {
  id: 'q1',
  chapterId: 'ferry',
  paragraph: 3,
  kind: 'choice' as const,
  prompt: 'Who is missing?',
  options: ['The mate', 'The priest'],
}
const editions = [{ chapterId: 'ferry' }] as EditionSummary[]

describe('questions as they are being written', () => {
  it('are sent as they were when nothing was changed', () => {
    expect(questionBodies(draftsOf([asked]))).toEqual([asked])
  })

  it('leave out empty lines of options, and options of a question answered in words', () => {
    const [draft] = draftsOf([asked])
    expect(questionBodies([{ ...draft!, options: ' The mate \n\nThe priest\n' }])).toEqual([asked])
    expect(questionBodies([{ ...draft!, kind: 'text' }])[0]).not.toHaveProperty('options')
  })

  it('are moved to the very end, after a chapter and into it', () => {
    const [draft] = draftsOf([asked])
    expect(placeOf(draft!)).toBe('inside ferry')
    const end = atPlace(draft!, 'end', editions)
    expect(end).toMatchObject({ chapterId: null, paragraph: null })
    expect(placeOf(atPlace(end, 'after ferry', editions))).toBe('after ferry')
    expect(atPlace(end, 'inside ferry', editions)).toMatchObject({ chapterId: 'ferry', paragraph: 0 })
  })
})

describe('a content note as it is being written', () => {
  it('is sent from its first to its last paragraph, whichever was chosen first', () => {
    const draft = { key: 'k', chapterId: 'ferry', from: 5, to: 2, what: 'a drowning', bridge: '' }
    expect(contentBodies([draft])).toEqual([
      { chapterId: 'ferry', from: 2, to: 5, what: 'a drowning', bridge: '' },
    ])
  })
})
