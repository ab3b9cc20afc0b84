import { describe, expect, it } from 'vitest'
import type { BetaQuestionView, ContentNoteView } from '@/lib/beta/contract'
import { proseTree } from '@/lib/prose/html-tree'
import { segmentsOf } from './segments'

const page = (...texts: string[]) =>
  proseTree(texts.map((text, index) => `<p data-p="${index}">${text}</p>`).join('\n'))

const note = (from: number, to: number, what = 'drowning'): ContentNoteView => ({
  ...{ id: `${from}-${to}`, chapterId: 'ferry', from, to, what, bridge: 'They lose the boat.' },
})

const question = (paragraph: number | null): BetaQuestionView => ({
  ...{ id: `q${paragraph}`, chapterId: 'ferry', paragraph, kind: 'text', prompt: 'Who?', options: [] },
})

/** The segments in a few signs: `0 1 [2 3] ?q3 4`. */
const drawn = (...given: Parameters<typeof segmentsOf>) =>
  segmentsOf(...given)
    .map((segment) => {
      if (segment.kind === 'questions') return segment.questions.map(({ id }) => `?${id}`).join(' ')
      const numbers = segment.blocks.map(({ paragraph }) => paragraph).join(' ')
      return segment.kind === 'text' ? numbers : `[${numbers}]`
    })
    .join(' ')

const FIVE = page('One.', 'Two.', 'Three.', 'Four.', 'Five.')

describe('the page of a chapter', () => {
  it('is one stretch when nothing stands in it', () => {
    expect(drawn(FIVE, [], [])).toBe('0 1 2 3 4')
  })

  it('keeps passages under content notes apart, and those that overlap together', () => {
    expect(drawn(FIVE, [note(1, 2)], [])).toBe('0 [1 2] 3 4')
    expect(drawn(FIVE, [note(0, 0), note(1, 1)], [])).toBe('[0] [1] 2 3 4')
    const [, noted] = segmentsOf(FIVE, [note(2, 3, 'blood'), note(1, 2)], [])
    expect(noted).toMatchObject({ kind: 'noted', notes: [{ what: 'drowning' }, { what: 'blood' }] })
  })

  it('covers a whole quote when a part of it is noted', () => {
    const quote = proseTree(
      '<p data-p="0">a</p>\n<blockquote><p data-p="1">b</p><p data-p="2">c</p></blockquote>\n<p data-p="3">d</p>',
    )
    const [, noted, after] = segmentsOf(quote, [note(2, 2)], [])
    expect(noted).toMatchObject({ kind: 'noted', blocks: [{ tag: 'blockquote' }] })
    expect(after).toMatchObject({ kind: 'text', blocks: [{ paragraph: 3 }] })
  })

  it('asks after the paragraph, and after a covered passage rather than in it', () => {
    expect(drawn(FIVE, [], [question(1), question(4)])).toBe('0 1 ?q1 2 3 4 ?q4')
    expect(drawn(FIVE, [note(1, 3)], [question(2)])).toBe('0 [1 2 3] ?q2 4')
    expect(drawn(FIVE, [], [question(null)])).toBe('0 1 2 3 4')
  })
})
