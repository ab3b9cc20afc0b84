import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { CHAPTER_FRAGMENT } from '@/lib/prose/schema'
import { chanceFrom, type Chance } from '@/tests/support/random'
import { MissingStruct, sliceUpdate } from './slices'

const SIZE = { parts: 7, length: 40 }

function fragmentOf(doc: Y.Doc): Y.XmlFragment {
  return doc.getXmlFragment(CHAPTER_FRAGMENT)
}

/** Several people write, erase, part and quote paragraphs, and hear of each other now and then. */
function workshop(chance: Chance): Y.Doc[] {
  const docs = [1, 2, 3].map((client) => Object.assign(new Y.Doc(), { clientID: client }))
  for (let step = 0; step < 60; step++) {
    const doc = chance.pick(docs)
    write(doc, chance)
    if (chance.oneIn(3)) Y.applyUpdate(chance.pick(docs), Y.encodeStateAsUpdate(doc))
  }
  return docs
}

function write(doc: Y.Doc, chance: Chance): void {
  const chapter = fragmentOf(doc)
  const block = chapter.length > 0 ? chapter.get(chance.below(chapter.length)) : null
  if (!(block instanceof Y.XmlElement) || chance.oneIn(4)) {
    const paragraph = new Y.XmlElement('paragraph')
    paragraph.insert(0, [new Y.XmlText('The ferry left at six.')])
    return chapter.insert(chance.below(chapter.length + 1), [paragraph])
  }
  const text = block.get(0) as Y.XmlText
  if (chance.oneIn(6)) return chapter.delete(chapter.toArray().indexOf(block), 1)
  if (chance.oneIn(3) && text.length > 3) return text.delete(chance.below(text.length - 2), 2)
  if (chance.oneIn(5)) return text.format(0, Math.min(3, text.length), { bold: {} })
  text.insert(chance.below(text.length + 1), chance.pick([' slowly', ',', ' and then']))
}

function sliced(update: Uint8Array, doc: Y.Doc): Uint8Array[] {
  const { structs, ds } = Y.decodeUpdate(update)
  return sliceUpdate({ structs, deletes: ds.clients }, (client) => Y.getState(doc.store, client), SIZE)
}

describe('slices of an update', () => {
  it('[SY60] have the effect of the whole, and none waits for one that comes later', () => {
    const seeds = 40
    let count = 0
    for (let seed = 1; seed <= seeds; seed++) {
      const [mara, tomas] = workshop(chanceFrom(seed)) as [Y.Doc, Y.Doc, Y.Doc]
      const update = Y.encodeStateAsUpdate(mara)
      const whole = new Y.Doc()
      Y.applyUpdate(whole, Y.encodeStateAsUpdate(tomas))
      const rested = new Y.Doc()
      Y.applyUpdate(rested, Y.encodeStateAsUpdate(tomas))
      const slices = sliced(update, rested)
      count += slices.length
      for (const slice of slices) {
        Y.applyUpdate(rested, slice)
        expect(rested.store.pendingStructs, `seed ${seed}`).toBeNull()
        expect(rested.store.pendingDs, `seed ${seed}`).toBeNull()
      }
      Y.applyUpdate(whole, update)
      expect(fragmentOf(rested).toString(), `seed ${seed}`).toBe(fragmentOf(whole).toString())
      expect(Y.encodeStateVector(rested), `seed ${seed}`).toEqual(Y.encodeStateVector(whole))
    }
    expect(count).toBeGreaterThan(2 * seeds)
  })

  it('[SY60] go on in the middle of a struct that is known in part', () => {
    const doc = new Y.Doc()
    const text = new Y.XmlText()
    fragmentOf(doc).insert(0, [text])
    text.insert(0, 'The ferry ')
    const behind = new Y.Doc()
    Y.applyUpdate(behind, Y.encodeStateAsUpdate(doc))
    text.insert(10, 'left at six.')
    for (const slice of sliced(Y.encodeStateAsUpdate(doc), behind)) Y.applyUpdate(behind, slice)
    expect(fragmentOf(behind).toString()).toBe('The ferry left at six.')
  })

  it('[SY60] are none when nothing is new', () => {
    const doc = new Y.Doc()
    fragmentOf(doc).insert(0, [new Y.XmlText('Six.')])
    expect(sliced(Y.encodeStateAsUpdate(doc), doc)).toEqual([])
  })

  it('[SY60] are not made of an update that refers to what is not there', () => {
    const doc = new Y.Doc()
    fragmentOf(doc).insert(0, [new Y.XmlText('Six.')])
    const before = Y.encodeStateVector(doc)
    ;(fragmentOf(doc).get(0) as Y.XmlText).insert(4, ' Seven.')
    expect(() => sliced(Y.encodeStateAsUpdate(doc, before), new Y.Doc())).toThrow(MissingStruct)
  })
})
