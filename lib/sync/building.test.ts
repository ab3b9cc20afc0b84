import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { CHAPTER_FRAGMENT } from '@/lib/prose/schema'
import { chanceFrom } from '@/tests/support/random'
import { build } from './building'
import { doDocWorkHere, docWorkHere, newDoc, SLICE_SIZE } from './doc-work'
import { SYNC_LIMITS } from './limits'
import { checkChapter } from './structure'

/** A chapter in which letters were put into words over and over, so that its text lies in many small structs. */
function chapterWithHistory(edits: number): { doc: Y.Doc; text: Y.XmlText } {
  const doc = Object.assign(newDoc(), { clientID: 1 })
  const text = new Y.XmlText('The ferry left at six and nobody saw it. '.repeat(40))
  const paragraph = new Y.XmlElement('paragraph')
  paragraph.insert(0, [text])
  doc.getXmlFragment(CHAPTER_FRAGMENT).insert(0, [paragraph])
  const chance = chanceFrom(20261126)
  doc.transact(() => {
    for (let i = 0; i < edits; i++) {
      text.insert(chance.below(text.length), 'e')
    }
  })
  return { doc, text }
}

function structsIn(doc: Y.Doc): number {
  return [...doc.store.clients.values()].reduce((sum, structs) => sum + structs.length, 0)
}

/** Into how many slices letters that are scattered over the chapter are parted. */
function slicesOfLetters({ doc, text }: { doc: Y.Doc; text: Y.XmlText }, letters: number): number {
  const before = Y.encodeStateAsUpdate(doc)
  const known = Y.encodeStateVector(doc)
  doc.transact(() => {
    for (let i = 0; i < letters; i++) text.insert((i * 7) % text.length, 'x')
  })
  const update = Y.encodeStateAsUpdate(doc, known)
  const examined = doDocWorkHere('examine', { blobs: [before], update, bounds: SYNC_LIMITS })
  if ('refusal' in examined) throw new Error(examined.refusal)
  return examined.slices.length
}

describe('a doc that is built in slices', () => {
  it('[SY63] is parted into the same structs as it is encoded in, on the way too', async () => {
    const { doc } = chapterWithHistory(3_000)
    const state = Y.encodeStateAsUpdate(doc)
    const total = Y.decodeUpdate(state).structs.length
    const built = newDoc()
    const seen: number[] = []
    built.on('afterTransactionCleanup', () => seen.push(structsIn(built)))
    await build({ doc: built, state }, docWorkHere(checkChapter))
    expect(total).toBeGreaterThan(4 * SLICE_SIZE.parts)
    expect(seen).toEqual(seen.map((_, i) => Math.min(total, (i + 1) * SLICE_SIZE.parts)))
    expect(Y.encodeStateAsUpdate(built)).toEqual(state)
  })
})

describe('slices of a large update', () => {
  it('[SY60] are the smaller the more structs of one client each part may have to move', () => {
    const young = slicesOfLetters(chapterWithHistory(0), 2_000)
    const old = slicesOfLetters(chapterWithHistory(20_000), 2_000)
    expect(old).toBeGreaterThan(1.5 * young)
  })
})
