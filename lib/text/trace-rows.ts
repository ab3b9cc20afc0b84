import * as Y from 'yjs'
import { bitsOf, blockOf, formOf, isSceneBreak, partOf, sceneBreakBits, type Bit } from '@/lib/text/bits'
import type { CutBit } from '@/lib/text/cut'
import type { Worded } from '@/lib/text/pairs'
import { idsOf, type IdMap, type IdRange } from '@/lib/text/ranges'

/** Bits that stand side by side, and their words. */
export interface Stretch<B extends Worded> {
  readonly text: string
  readonly bits: B[]
}

/** Parts bits into stretches: a bit or the end of one at each call. */
class Stretches<B extends Worded> {
  readonly all: Stretch<B>[] = []
  #bits: B[] = []

  add(bit: B): void {
    this.#bits.push(bit)
  }

  end(): void {
    if (this.#bits.length > 0)
      this.all.push({ text: this.#bits.map(({ text }) => text).join(''), bits: this.#bits })
    this.#bits = []
  }
}

/** The items that hold any of these ids; garbage is left out. */
export function* itemsIn(doc: Y.Doc, { client, clock, length }: IdRange): Generator<Y.Item> {
  const structs = doc.store.clients.get(client)
  if (!structs || clock >= Y.getState(doc.store, client)) return
  for (let index = Y.findIndexSS(structs, clock); index < structs.length; index += 1) {
    const struct = structs[index]
    if (!struct || struct.id.clock >= clock + length) return
    if (struct instanceof Y.Item) yield struct
  }
}

/** What stands of a doc and is about to be deleted at a log position, with the form of its blocks as they are now. */
export function goingOf(doc: Y.Doc, ids: IdMap<true>, { seq, at }: { seq: number; at: number }) {
  const blocks = new Set<Y.XmlElement>()
  for (const range of ids.ranges())
    for (const item of itemsIn(doc, range)) {
      const block = item.deleted ? null : blockOf(item)
      if (block) blocks.add(block)
    }
  const going = new Stretches<CutBit>()
  for (const block of blocks) {
    const form = formOf(block)
    for (const bit of isSceneBreak(block) ? sceneBreakBits(block) : bitsOf(block)) {
      if (bit.deleted) continue
      for (const piece of ids.pieces(bit)) {
        if (piece.entry) going.add({ ...partOf(bit, piece), block, form, seq, at })
        else going.end()
      }
    }
    going.end()
  }
  return going.all
}

/**
 * What was inserted and stands: runs of one text with nothing older between. Looks only around what was inserted: a
 * paragraph may be long, and most rows are one letter.
 * @param before how far each client that wrote had written before
 */
export function comeTo(doc: Y.Doc, before: ReadonlyMap<number, number>): Stretch<Bit>[] {
  const isNew = ({ id, length }: Y.Item) => id.clock + length > (before.get(id.client) ?? Infinity)
  const seen = new Set<Y.Item>()
  const come = new Stretches<Bit>()
  for (const [client, clock] of before) {
    const length = Y.getState(doc.store, client) - clock
    if (length <= 0) continue
    for (const item of itemsIn(doc, { client, clock, length })) {
      if (seen.has(item) || !standsInText(item)) continue
      for (let at: Y.Item | null = firstOfRun(item, isNew); at !== null; at = at.right) {
        if (!standsInText(at)) continue
        if (!isNew(at)) break
        seen.add(at)
        const bit = newPartOf(at, before)
        if (bit.length < at.length) come.end()
        come.add(bit)
      }
      come.end()
    }
  }
  return come.all
}

function standsInText(item: Y.Item): boolean {
  return !item.deleted && item.content instanceof Y.ContentString
}

/** The first item of the run that an item is in: nothing older stands between. */
function firstOfRun(item: Y.Item, isNew: (item: Y.Item) => boolean): Y.Item {
  let first = item
  for (let at = item.left; at !== null; at = at.left) {
    if (!standsInText(at)) continue
    if (!isNew(at)) break
    first = at
  }
  return first
}

/** The end of an item that is new; Yjs puts what one person types on end into one item. */
function newPartOf(item: Y.Item, before: ReadonlyMap<number, number>): Bit {
  const ids = idsOf(item)
  const text = item.content instanceof Y.ContentString ? item.content.str : ''
  const clock = Math.max(before.get(ids.client) ?? ids.clock, ids.clock)
  const whole = { ...ids, text, marks: {}, deleted: false }
  return partOf(whole, { clock, length: ids.clock + ids.length - clock })
}
