import * as Y from 'yjs'
import { describe, expect, it } from 'vitest'
import { plainText as proseText } from '@/lib/prose/plain'
import { proseSchema } from '@/lib/prose/schema'
import { plainText } from '@/lib/text/plain'
import { Page, pageOf } from '@/tests/support/page'

const { nodes } = proseSchema
const words = (text: string) => proseSchema.text(text)

/** A chapter with everything the schema has. */
const rich = () =>
  new Page(
    nodes.doc.create(null, [
      nodes.heading.create({ level: 1 }, words('The Salt Road')),
      nodes.paragraph.create(null, [
        words('Mara '),
        proseSchema.text('ran', [proseSchema.mark('bold')]),
        nodes.hardBreak.create(),
        words('home.'),
      ]),
      nodes.sceneBreak.create(),
      nodes.blockquote.create(null, [
        nodes.paragraph.create(null, words('Dear Ines,')),
        nodes.blockquote.create(null, [nodes.paragraph.create(), nodes.sceneBreak.create()]),
      ]),
      nodes.paragraph.create(null, [nodes.hardBreak.create(), nodes.hardBreak.create(), words('🙂 עוד')]),
    ]),
  )

describe('plain text', () => {
  it('[PT1] joins the blocks by a line break, quotes included', () => {
    expect(rich().text).toBe('The Salt Road\nMara ran\nhome.\n\nDear Ines,\n\n\n\n\n🙂 עוד')
  })
  it('[PT1] is not changed by marks', () => {
    const page = pageOf('Mara ran home.')
    expect(page.bold('ran').text).toBe('Mara ran home.')
  })
  it('[PT2] has a line break for a hard break and an empty block for a scene break', () => {
    expect(pageOf('One.', '***', 'Two.').hardBreak(2).text).toBe('On\ne.\n\nTwo.')
  })
  it('[PT3] counts UTF-16 code units and leaves them as they are', () => {
    const page = pageOf('e\u0301 é 🙂\u200b\u2060', 'שלום')
    expect(page.text).toBe('e\u0301 é 🙂\u200b\u2060\nשלום')
    expect(page.plain.blocks.map(({ from, to }) => [from, to])).toEqual([
      [0, 9],
      [10, 14],
    ])
  })
  it('[PT3] is empty for a chapter without blocks or with one empty paragraph', () => {
    const empty = plainText(new Y.Doc().getXmlFragment('default'))
    expect([empty.text, empty.blocks.length, empty.blockAt(0)]).toEqual(['', 0, -1])
    expect(empty.resolve(empty.positionBefore(0))).toEqual({ offset: 0, bound: 'edge' })
    expect([pageOf('').text, pageOf('').plain.blocks.length]).toEqual(['', 1])
  })
  it('[PT4] is what the ProseMirror doc reads', () => {
    const page = rich()
    expect(page.text).toBe(proseText(page.prose))
    page.splitAt('ran').insertBefore('home', 'all the way ').delete('Dear ').wrap('Salt')
    expect(page.text).toBe(proseText(page.prose))
  })
  it('knows the block at every offset', () => {
    const { plain } = rich()
    expect(plain.blocks.map((block) => block.element.nodeName)).toEqual([
      'heading',
      'paragraph',
      'sceneBreak',
      'paragraph',
      'paragraph',
      'sceneBreak',
      'paragraph',
    ])
    for (let at = 0; at <= plain.text.length; at += 1) {
      const block = plain.blocks[plain.blockAt(at)]
      expect(block && block.from <= at && at <= block.to).toBe(true)
    }
  })
})

describe('positions', () => {
  it('[PT5] lead back to their offset, at every offset and in every copy', () => {
    const page = rich().splitAt('ran').insertBefore('home', 'all the way ').delete('ear I')
    const { plain } = page
    const copy = page.copy()
    for (let at = 0; at <= plain.text.length; at += 1)
      for (const position of [plain.positionBefore(at), plain.positionAfter(at)]) {
        expect(plain.resolve(position)?.offset).toBe(at)
        expect(copy.resolve(position)).toEqual(plain.resolve(position))
      }
  })
  it('[PT5] are the positions that Yjs itself would make and resolve', () => {
    const page = pageOf('Mara ran home.')
    page.delete('ran ').bold('home')
    const text = (page.fragment.get(0) as Y.XmlElement).get(0) as Y.XmlText
    for (let at = 0; at < page.text.length; at += 1) {
      const position = Y.createRelativePositionFromTypeIndex(text, at)
      expect(page.plain.positionBefore(at)).toEqual(Y.encodeRelativePosition(position))
      const left = Y.createRelativePositionFromTypeIndex(text, at + 1, -1)
      expect(page.plain.positionAfter(at + 1)).toEqual(Y.encodeRelativePosition(left))
    }
    expect(
      page.plain.resolve(Y.encodeRelativePosition(Y.createRelativePositionFromTypeIndex(text, 10))),
    ).toEqual({
      offset: 10,
      bound: 'edge',
    })
  })
  it('[PT5] go with their character and not with what is typed beside it', () => {
    const page = pageOf('Mara ran home.')
    const [before, after] = [page.plain.positionBefore(5), page.plain.positionAfter(8)]
    page.insert('often ', 5).insert(' all the way', 14)
    expect(page.text).toBe('Mara often ran all the way home.')
    expect([page.plain.resolve(before)?.offset, page.plain.resolve(after)?.offset]).toEqual([11, 14])
  })
  it('[PT6] tell that their character is deleted, and where it stood', () => {
    const page = pageOf('Mara ran home.', 'Ines stayed.')
    const position = page.plain.positionBefore(6)
    const block = page.plain.positionOfBlock(0)
    expect(page.delete('ran ').plain.resolve(position)).toEqual({ offset: 5, bound: 'deleted' })
    page.deleteBlock('Mara')
    expect(page.text).toBe('Ines stayed.')
    expect(page.plain.resolve(position)).toBe(null)
    expect(page.plain.resolve(block)).toEqual({ offset: 0, bound: 'deleted' })
    expect(page.plain.resolveBlock(block)).toBe(null)
  })
  it('[PT6] tell which block they were bound to', () => {
    const page = rich()
    page.plain.blocks.forEach((_, index) =>
      expect(page.plain.resolveBlock(page.plain.positionOfBlock(index))).toBe(index),
    )
    expect(page.plain.resolveBlock(page.plain.positionBefore(2))).toBe(null)
  })
  it('[PT7] at the border of a block hold to the block', () => {
    const page = pageOf('Mara ran.', '', 'Ines stayed.')
    const { plain } = page
    const [end, empty, start] = [plain.positionBefore(9), plain.positionBefore(10), plain.positionAfter(11)]
    page.insert(' Home.', 9)
    expect([end, empty, start].map((position) => page.plain.resolve(position))).toEqual([
      { offset: 15, bound: 'edge' },
      { offset: 16, bound: 'edge' },
      { offset: 17, bound: 'edge' },
    ])
  })
  it('[PT8] that are none resolve to null', () => {
    const { plain } = pageOf('Mara ran home.')
    const other = pageOf('Somewhere else.')
    other.doc.clientID = 99
    const bytes = [
      [],
      [0],
      [0, 1],
      [3, 1, 1],
      [2, 9, 9],
      [0, 7, 255, 255, 255, 15],
      [1, 3, 97, 98, 99],
      [1, 200, 1],
    ]
    for (const list of bytes) expect(plain.resolve(Uint8Array.from(list))).toBe(null)
    expect(plain.resolve(new Uint8Array(257))).toBe(null)
    expect(plain.resolve(Uint8Array.from({ length: 200 }, () => 255))).toBe(null)
    expect(plain.resolve(other.insert('!', 0).plain.positionBefore(0))).toBe(null)
    expect(() => plain.positionBefore(15)).toThrow(RangeError)
    expect(() => plain.positionAfter(-1)).toThrow(RangeError)
  })
})
