import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { proseSchema } from '@/lib/prose/schema'
import { fragmentToProse } from '@/lib/prose/ydoc'
import { richText } from './chapter'

const docOf = (state: Uint8Array) => {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, state)
  return doc
}

describe('a rich chapter', () => {
  const { updates, clocks, state } = richText(4_000)
  const prose = fragmentToProse(docOf(state).getXmlFragment('default'))

  it('holds every node and every mark that a chapter may hold, and about as many words as asked', () => {
    const seen = new Set<string>()
    prose.descendants((node) => {
      seen.add(node.type.name)
      for (const mark of node.marks) seen.add(mark.type.name)
    })
    const all = [...Object.keys(proseSchema.nodes), ...Object.keys(proseSchema.marks)]
    expect([...seen, 'doc'].sort()).toEqual(all.sort())
    const words = prose.textBetween(0, prose.content.size, ' ', ' ').match(/\p{L}+/gu)?.length ?? 0
    expect(words).toBeGreaterThan(3_600)
    expect(words).toBeLessThan(4_400)
  })

  it('was written by twelve clients, in pieces that all its updates make up', () => {
    expect(clocks).toHaveLength(12)
    const doc = new Y.Doc()
    for (const update of updates) Y.applyUpdate(doc, update)
    expect(fragmentToProse(doc.getXmlFragment('default')).eq(prose)).toBe(true)
    expect([...Y.decodeStateVector(Y.encodeStateVector(doc))].sort()).toEqual([...clocks].sort())
  })

  it('is the same each time', () => {
    expect(Buffer.compare(richText(4_000).state, state)).toBe(0)
  })
})
