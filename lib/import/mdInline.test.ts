import { describe, expect, it } from 'vitest'
import { inlineNodes } from './mdInline'

const wordsOf = (source: string) =>
  inlineNodes(source)
    .map((node) => node.text ?? '\n')
    .join('')

describe('a paragraph of far too many signs', () => {
  /** The import's thread gives up after 30 s: 200,000 signs took longer than that, and nobody else's import went on. */
  it.each([
    ['emphasis around one word', `${'**'.repeat(100_000)}ferry${'**'.repeat(100_000)}`],
    ['emphasis that never ends', '*a _b ~~c '.repeat(50_000)],
    ['brackets', '['.repeat(200_000)],
  ])('of %s is taken as it is written, at once', (_, source) => {
    expect(wordsOf(source)).toBe(source)
  })

  it('begins where nobody writes: a thousand words in italics stay in italics', () => {
    const nodes = inlineNodes('*ferry* and '.repeat(1_000))
    expect(nodes.filter(({ marks }) => marks.length > 0)).toHaveLength(1_000)
  })
})
