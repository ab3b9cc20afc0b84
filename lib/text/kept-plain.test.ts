import * as Y from 'yjs'
import { describe, expect, it } from 'vitest'
import { makeAnchor } from '@/lib/text/anchor'
import { keptPlainText } from '@/lib/text/kept-plain'
import { placeAll } from '@/lib/text/placement'
import { plainText, TEXT_ROOT, type PlainText } from '@/lib/text/plain'
import { pageOf, type Page } from '@/tests/support/page'
import { chanceFrom, type Chance } from '@/tests/support/random'

const STORY = [
  'The harbour lay grey and still under the morning fog, and nobody on the quay had slept.',
  'Mara Voss counted the boats twice before she spoke. “Six,” she said. “There were seven.”',
  '***',
  '“No,” said Ines. “No,” said Tomas. “No,” said Ines again, and that was the end of it.',
  'Odile Marchetti had promised to be back before the tide. She was not back at noon either.',
]

const WORDS = ['rain', 'the', 'slowly', 'Mara', 'lantern', 'No']

/** One act at a random place: typing, erasing, paragraphs, forms, marks, undo, or something that comes from another copy. */
function act(page: Page, other: Y.Doc, chance: Chance): void {
  const at = chance.below(page.text.length + 1)
  const block = page.plain.blocks[page.plain.blockAt(at)]
  const range = { from: at, to: Math.min(block?.to ?? at, at + 1 + chance.below(30)) }
  const isEmpty = range.from >= range.to
  const acts = [
    () => page.insert(` ${chance.pick(WORDS)}`, at),
    () => page.undo(),
    () => page.splitAt(at),
    () => page.hardBreak(at),
    () => comeFrom(page, other, chance),
    ...(isEmpty
      ? []
      : [
          () => page.delete(range),
          () => page.replace(range, chance.pick(WORDS)),
          () => page.bold(range),
          () => page.wrap(range),
          () => page.heading(range),
          () => block && page.join(block.from),
        ]),
  ]
  // A scene break holds no words.
  if (block?.element.nodeName === 'sceneBreak') return
  chance.pick(acts)()
}

/** Somebody else's letters, in his own copy of the doc. */
function comeFrom(page: Page, other: Y.Doc, chance: Chance): void {
  Y.applyUpdate(other, Y.encodeStateAsUpdate(page.doc))
  const texts = plainText(other.getXmlFragment(TEXT_ROOT)).blocks.flatMap(({ element }) =>
    element.toArray().filter((child) => child instanceof Y.XmlText),
  )
  if (texts.length === 0) return
  const text = chance.pick(texts)
  if (chance.oneIn(2) && text.length > 4) text.delete(chance.below(text.length - 3), 3)
  else text.insert(chance.below(text.length + 1), chance.pick(WORDS))
  page.receive(Y.encodeStateAsUpdate(other))
}

/** What a plain text knows of itself: the way to every fifth offset and back, and its blocks. */
function knownOf(plain: PlainText) {
  const offsets = Array.from({ length: Math.ceil(plain.text.length / 5) }, (_, i) => i * 5)
  const ways = offsets.flatMap((at) => [plain.positionBefore(at), plain.positionAfter(at)])
  const blocks = plain.blocks.map((_, index) => plain.positionOfBlock(index))
  return {
    ...{ text: plain.text, blocks: plain.blocks, ways, held: blocks },
    found: [...ways, ...blocks].map((position) => plain.resolve(position)),
    indexes: blocks.map((position) => plain.resolveBlock(position)),
  }
}

describe('a plain text that is kept', () => {
  it('[PT9] is the same one until the chapter changes', () => {
    const page = pageOf(...STORY)
    const plain = keptPlainText(page.fragment)
    expect(keptPlainText(page.fragment)).toBe(plain)
    page.insert('Then ', 0)
    expect(keptPlainText(page.fragment)).not.toBe(plain)
    expect(keptPlainText(page.fragment).text).toBe(page.text)
  })

  it('[PT9] is right in the middle of a change and while others are told of it', () => {
    const page = pageOf(...STORY)
    const seen: boolean[] = []
    const look = () => seen.push(keptPlainText(page.fragment).text === plainText(page.fragment).text)
    look()
    // Whoever is told may write in turn, as the editor does.
    let isFirst = true
    page.fragment.observeDeep(() => {
      look()
      if (isFirst) page.doc.transact(() => page.fragment.insert(0, [new Y.XmlElement('paragraph')]))
      isFirst = false
      look()
    })
    page.doc.on('update', look)
    page.doc.transact(() => {
      page.insert('Then ', 0)
      look()
    })
    look()
    expect(seen.length).toBeGreaterThan(6)
    expect(seen).toEqual(seen.map(() => true))
  })

  it('[PT9] [AN12] places every passage where one made anew does, after every one of random edits', () => {
    for (let seed = 1; seed <= 8; seed += 1) {
      const chance = chanceFrom(seed)
      const page = pageOf(...STORY)
      const other = Object.assign(new Y.Doc(), { clientID: 99 })
      const first = keptPlainText(page.fragment)
      const anchors = Array.from({ length: 12 }, () => {
        const from = chance.below(first.text.length - 60)
        return makeAnchor(first, from, from + 3 + chance.below(55))
      })
      const positions = anchors.flatMap(({ start, end, left, right, block }) => [
        start,
        end,
        left,
        right,
        block,
      ])
      for (let i = 0; i < 30; i += 1) {
        act(page, other, chance)
        const [kept, anew] = [keptPlainText(page.fragment), plainText(page.fragment)]
        const told = `seed ${seed}, act ${i}`
        expect(knownOf(kept), told).toEqual(knownOf(anew))
        expect(
          positions.map((one) => kept.resolve(one)),
          told,
        ).toEqual(positions.map((one) => anew.resolve(one)))
        expect(placeAll(kept, anchors), told).toEqual(placeAll(page.copy(), anchors))
      }
    }
  })
})
