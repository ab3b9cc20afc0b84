import { expect, it } from 'vitest'
import { compareTexts } from '@/lib/text/compare'
import type { TextBlock } from '@/lib/text/blocks'
import type { ComparedBlockView, StoodThread } from '@/lib/manuscript/contract.versions'
import { blocksOfNotes } from './note-places'

const FERRY = 'The ferry left at six, as it had every evening.'
const MARA = 'Mara counted the passengers twice and was one short.'
const MATE = '“You count like a smuggler,” said the mate.'

const text = (...lines: string[]): TextBlock[] =>
  lines.map((line) => ({ kind: 'paragraph', level: 0, quotes: 0, runs: [{ text: line, marks: [] }] }))

const noteOn = (words: string, before: string[]) => {
  const from = before.join('\n').indexOf(words)
  return { id: words, placement: { state: 'exact', from, to: from + words.length, text: words } }
}

it('notes stand beside the block in which their words stood, also where paragraphs were cut, divided and moved', () => {
  const before = [FERRY, MARA, `${MATE} Nobody laughed, and nobody looked up from the deck.`, 'It was late.']
  const after = [
    MARA,
    FERRY,
    'A new one, about the bell.',
    MATE,
    'Nobody laughed, and nobody looked up from the deck.',
  ]
  const { blocks } = compareTexts(text(...before), text(...after))
  const notes = [
    noteOn('every evening', before),
    noteOn('was one short', before),
    noteOn('nobody looked', before),
    noteOn('late', before),
  ]
  const places = blocksOfNotes(blocks as ComparedBlockView[], notes as unknown as StoodThread[])
  for (const { id } of notes) {
    const block = blocks[places.get(id) ?? -1]
    expect(block?.pieces.map((piece) => piece.text).join('')).toContain(id)
    expect(['in', 'moved_here']).not.toContain(block?.state)
  }
})
