import { describe, expect, it } from 'vitest'
import { paragraphAt, passageOfParagraph, placeOfBlock, textOf } from './page'

const blocks = ['The ferry left.', '', 'She counted twice.'].map((text, index) => ({ id: `b${index}`, text }))

describe('the paragraphs of an edition', () => {
  it('[BS2] are counted from 0, scene breaks among them', () => {
    expect(textOf(blocks)).toBe('The ferry left.\n\nShe counted twice.')
    expect(blocks.map((_, index) => passageOfParagraph(blocks, index))).toEqual([
      { from: 0, to: 15 },
      { from: 16, to: 16 },
      { from: 17, to: 35 },
    ])
    expect(passageOfParagraph(blocks, 3)).toBeNull()
  })

  it('[BS2] are found by any offset of their words', () => {
    for (const [index] of blocks.entries()) {
      const { from, to } = passageOfParagraph(blocks, index) ?? { from: -1, to: -1 }
      for (let offset = from; offset <= to; offset += 1) expect(paragraphAt(blocks, offset)).toBe(index)
    }
    expect(paragraphAt(blocks, 1_000)).toBe(2)
    expect(paragraphAt([], 0)).toBe(0)
  })

  it('[BS4] are followed by their block, and by their index where it is gone', () => {
    const later = [{ id: 'new', text: 'It rained.' }, ...blocks]
    expect(placeOfBlock(later, 'b2', 2)).toBe(3)
    expect(placeOfBlock(later, 'gone', 1)).toBe(1)
    expect(placeOfBlock(later, 'gone', 9)).toBe(3)
    expect(placeOfBlock(later, null, 0)).toBe(0)
  })
})
