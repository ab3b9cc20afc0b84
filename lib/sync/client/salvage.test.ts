import { describe, expect, it } from 'vitest'
import { beyond } from './salvage'

describe('what a copy has beyond a chapter', () => {
  it('is the paragraphs that were written or changed in it, in their order', () => {
    const copy = 'The ferry left at six.\nNobody waved, not even Piet.\nIt rained.\nThen it stopped.'
    expect(beyond(copy, 'The ferry left at six.\nNobody waved.\nIt rained.')).toBe(
      'Nobody waved, not even Piet.\nThen it stopped.',
    )
  })

  it('is nothing when every paragraph stands in the chapter, wherever that is', () => {
    expect(beyond('One.\n\nTwo.', 'Two.\nZero.\nOne.')).toBe('')
  })
})
