import { describe, expect, it } from 'vitest'
import fc from 'fast-check'
import * as Y from 'yjs'
import { anyChapter, chapter, paragraph } from '@/tests/support/prose'
import { plainText as plainTextOfFragment } from '@/lib/text/plain'
import { plainMap, plainText } from './plain'
import { CHAPTER_FRAGMENT, proseSchema } from './schema'
import { applyProse, fragmentToProse, proseToUpdate } from './ydoc'

const { nodes } = proseSchema

function open(update: Uint8Array): Y.XmlFragment {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, update)
  return doc.getXmlFragment(CHAPTER_FRAGMENT)
}

/** Yjs keeps no marks on hard breaks, so neither does anything that went through a doc. */
function wordsAt(fragment: Y.XmlFragment, index: number): Y.XmlText {
  return (fragment.get(index) as Y.XmlElement).get(0) as Y.XmlText
}

describe('a chapter as a Yjs doc', () => {
  it('comes back as it went in', () => {
    fc.assert(
      fc.property(anyChapter, (node) => {
        expect(fragmentToProse(open(proseToUpdate(node))).toJSON()).toEqual(node.toJSON())
      }),
    )
  })

  it('is the same bytes for the same writer', () => {
    expect(proseToUpdate(chapter('Mara ran.'), 7)).toEqual(proseToUpdate(chapter('Mara ran.'), 7))
  })

  it('is one empty paragraph while nothing is in it, and loses an emptied quote', () => {
    const fragment = new Y.Doc().getXmlFragment(CHAPTER_FRAGMENT)
    expect(fragmentToProse(fragment).toJSON()).toEqual(chapter('').toJSON())
    fragment.insert(0, [new Y.XmlElement('blockquote')])
    expect(fragmentToProse(fragment).toJSON()).toEqual(chapter('').toJSON())
  })

  it('is read without writing to the doc, even when it is invalid', () => {
    const doc = new Y.Doc()
    doc.getXmlFragment(CHAPTER_FRAGMENT).insert(0, [new Y.XmlElement('table')])
    const before = Y.encodeStateAsUpdate(doc)
    expect(() => fragmentToProse(doc.getXmlFragment(CHAPTER_FRAGMENT))).toThrow(RangeError)
    expect(Y.encodeStateAsUpdate(doc)).toEqual(before)
  })
})

describe('applying another text as the difference', () => {
  it('makes the doc say it, whatever it said before', () => {
    fc.assert(
      fc.property(anyChapter, anyChapter, (before, after) => {
        const fragment = open(proseToUpdate(before))
        applyProse(fragment, after)
        expect(fragmentToProse(fragment).toJSON()).toEqual(after.toJSON())
      }),
    )
  })

  it('writes nothing when nothing differs', () => {
    const fragment = open(proseToUpdate(chapter('One.', '***', 'Two.')))
    let updates = 0
    fragment.doc?.on('update', () => (updates += 1))
    applyProse(fragment, chapter('One.', '***', 'Two.'))
    expect(updates).toBe(0)
  })

  it('keeps the Yjs text of untouched paragraphs between an inserted, a moved and a changed one', () => {
    const fragment = open(
      proseToUpdate(chapter('Alpha stays.', 'Beta stays.', 'Gamma changes.', 'Delta stays.')),
    )
    const kept = [wordsAt(fragment, 0), wordsAt(fragment, 1), wordsAt(fragment, 3)]
    applyProse(
      fragment,
      chapter('New first.', 'Alpha stays.', 'Another new.', 'Beta stays.', 'Gamma changed.', 'Delta stays.'),
    )
    expect([wordsAt(fragment, 1), wordsAt(fragment, 3), wordsAt(fragment, 5)]).toEqual(kept)
    expect(kept.every((words) => words._item?.deleted === false)).toBe(true)
  })

  it('keeps a position on its word when the words before it change', () => {
    const fragment = open(proseToUpdate(chapter('The cat sat on the pier.')))
    const anchor = Y.createRelativePositionFromTypeIndex(wordsAt(fragment, 0), 19)
    applyProse(fragment, chapter('The old cat sat down on the pier.'))
    const found = Y.createAbsolutePositionFromRelativePosition(anchor, fragment.doc as Y.Doc)
    expect(wordsAt(fragment, 0).toString().slice(found?.index)).toBe('pier.')
  })

  it('handles a chapter of 20,000 equal blocks', () => {
    const many = nodes.doc.create(
      null,
      Array.from({ length: 20_000 }, () => paragraph('')),
    )
    const fragment = open(proseToUpdate(many))
    applyProse(fragment, nodes.doc.create(null, [paragraph('First.'), ...Array.from(many.children).slice(2)]))
    expect(fragment.length).toBe(19_999)
  })
})

describe('plain text', () => {
  it('joins text blocks by a line end, with hard breaks as line ends and scene breaks as empty blocks', () => {
    const doc = nodes.doc.create(null, [
      nodes.heading.create({ level: 1 }, proseSchema.text('One')),
      nodes.blockquote.create(null, [
        nodes.paragraph.create(null, [
          proseSchema.text('a'),
          nodes.hardBreak.create(),
          proseSchema.text('b'),
        ]),
        nodes.blockquote.create(null, [paragraph('c🚣')]),
      ]),
      nodes.sceneBreak.create(),
      paragraph(''),
      paragraph('end'),
    ])
    expect(plainText(doc)).toBe('One\na\nb\nc🚣\n\n\nend')
  })

  it('equals what lib/text reads from the Yjs fragment', () => {
    fc.assert(
      fc.property(anyChapter, (node) => {
        expect(plainTextOfFragment(open(proseToUpdate(node))).text).toBe(plainText(node))
      }),
    )
  })

  it('maps every offset to the place of its character and back', () => {
    fc.assert(
      fc.property(anyChapter, (node) => {
        const map = plainMap(node)
        expect(map.text).toBe(plainText(node))
        for (let offset = 0; offset <= map.text.length; offset += 1) {
          const position = map.positionAt(offset)
          expect(map.offsetAt(position)).toBe(offset)
          const $position = node.resolve(position)
          if (!$position.parent.isTextblock) continue
          const here = $position.parentOffset
          const char = node.textBetween(position, Math.min(position + 1, $position.end()), '\n', '\n')
          if (here < $position.parent.content.size) expect(char).toBe(map.text[offset])
          else expect([undefined, '\n']).toContain(map.text[offset])
        }
      }),
    )
  })

  it('clamps offsets and positions outside the text', () => {
    const map = plainMap(chapter('Mara', 'ran'))
    expect(map.positionAt(-5)).toBe(1)
    expect(map.positionAt(999)).toBe(map.positionAt(8))
    expect(map.offsetAt(0)).toBe(0)
    expect(map.offsetAt(999)).toBe(8)
  })
})
