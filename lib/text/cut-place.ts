import * as Y from 'yjs'
import { bitsOf, blockOf, blocksIn, itemsOf, wordsOfBlock, type Bit } from '@/lib/text/bits'
import type { Cut } from '@/lib/text/cut'
import type { CharId } from '@/lib/text/ranges'
import type { Trace } from '@/lib/text/trace'

/** Where a cut passage goes: into a block that stands, or between blocks. `parent` is a path of indexes. */
export type Place =
  | { kind: 'inside'; parent: number[]; index: number; offset: number }
  | { kind: 'between'; parent: number[]; index: number }

/** So much of the words around a cut has to stand, when nothing else tells its place. */
const FEWEST_AROUND = 12

/**
 * Where a cut passage stood, in the text as it is: in its paragraph if that stands, else beside the words that stood
 * beside it and were carried elsewhere with the deletion, else between the blocks that stood around it.
 */
export function placeOfCut(trace: Trace, cut: Cut): Place {
  const first = itemAt(trace, cut.first)
  const last = itemAt(trace, cut.last)
  if (!first || !last) return placeByWords(trace, cut)
  const begins = blockOf(first)
  const ends = blockOf(last)
  if (begins && stands(begins) && begins.nodeName !== 'sceneBreak')
    return insideStanding(trace, begins, cut) ?? placeByWords(trace, cut)
  const left = begins && lastStanding(trace, bitsUntil(begins, cut.first), cut.fromSeq)
  if (left) return beside(trace, left, 1) ?? placeByWords(trace, cut)
  if (ends && stands(ends) && ends.nodeName !== 'sceneBreak')
    return insideOf(ends, offsetIn(ends, cut.last)) ?? placeByWords(trace, cut)
  const right = ends && firstStanding(trace, bitsAfter(ends, cut.last), cut.fromSeq)
  if (right) return beside(trace, right, 0) ?? placeByWords(trace, cut)
  return joinedOver(trace, begins, cut) ?? betweenAround(begins ?? null) ?? placeByWords(trace, cut)
}

/** In the block that stands: beside what stood beside it there, which may have been written anew by a later row. */
function insideStanding(trace: Trace, block: Y.XmlElement, { first, fromSeq }: Cut): Place | null {
  const left = lastStanding(trace, bitsUntil(block, first), fromSeq, block)
  return left ? beside(trace, left, 1) : insideOf(block, 0)
}

function itemAt(trace: Trace, { client, clock }: CharId): Y.Item | null {
  const structs = trace.doc.store.clients.get(client)
  if (!structs || clock >= Y.getState(trace.doc.store, client)) return null
  const struct = structs[Y.findIndexSS(structs, clock)]
  return struct instanceof Y.Item && (struct.content instanceof Y.ContentString || !!blockOf(struct))
    ? struct
    : null
}

function stands(type: Y.XmlElement): boolean {
  for (let at: unknown = type; at instanceof Y.XmlElement; at = at.parent)
    if (!at._item || at._item.deleted) return false
  return true
}

function holds(bit: Bit, { client, clock }: CharId): boolean {
  return bit.client === client && clock >= bit.clock && clock < bit.clock + bit.length
}

/** Bits of a block before a character, nearest last. */
function bitsUntil(block: Y.XmlElement, id: CharId): Bit[] {
  const bits = [...bitsOf(block)]
  const index = bits.findIndex((bit) => holds(bit, id))
  const bit = bits[index]
  if (!bit) return []
  return [...bits.slice(0, index), { ...bit, length: id.clock - bit.clock }]
}

function bitsAfter(block: Y.XmlElement, id: CharId): Bit[] {
  const bits = [...bitsOf(block)]
  const index = bits.findIndex((bit) => holds(bit, id))
  const bit = bits[index]
  if (!bit) return []
  const skipped = id.clock + 1 - bit.clock
  return [{ ...bit, clock: id.clock + 1, length: bit.length - skipped }, ...bits.slice(index + 1)]
}

/**
 * The last of these characters that stood there at position `since` and stands somewhere by now, or in a certain block.
 */
function lastStanding(
  trace: Trace,
  bits: readonly Bit[],
  since: number,
  within?: Y.XmlElement,
): CharId | null {
  for (const { client, clock, length } of [...bits].reverse())
    for (let at = clock + length - 1; at >= clock; at -= 1) {
      const now = standingAt(trace, { client, clock: at }, since, within)
      if (now) return now
    }
  return null
}

function firstStanding(trace: Trace, bits: readonly Bit[], since: number): CharId | null {
  for (const { client, clock, length } of bits)
    for (let at = clock; at < clock + length; at += 1) {
      const now = standingAt(trace, { client, clock: at }, since)
      if (now) return now
    }
  return null
}

function standingAt(trace: Trace, id: CharId, since: number, within?: Y.XmlElement): CharId | null {
  if ((trace.movedIn(id) ?? since) < since) return null
  const now = trace.nowAt(id)
  const item = itemAt(trace, now)
  return item && !item.deleted && (!within || blockOf(item) === within) ? now : null
}

/** The place right before (0) or after (1) a character that stands. */
function beside(trace: Trace, id: CharId, after: 0 | 1): Place | null {
  const item = itemAt(trace, id)
  const block = item && blockOf(item)
  return block ? insideOf(block, offsetIn(block, id) + after) : null
}

/** How many characters stand before one, which may be deleted itself. */
function offsetIn(block: Y.XmlElement, id: CharId): number {
  let offset = 0
  for (const bit of bitsOf(block)) {
    if (holds(bit, id)) return offset + (bit.deleted ? 0 : id.clock - bit.clock)
    if (!bit.deleted) offset += bit.length
  }
  return offset
}

function insideOf(block: Y.XmlElement, offset: number): Place | null {
  const at = pathOf(block)
  return at && { kind: 'inside', ...at, offset }
}

/** Path of indexes to the list that holds a block, and its index there; null when it does not stand. */
function pathOf(block: Y.XmlElement): { parent: number[]; index: number } | null {
  const indexes: number[] = []
  for (let at: unknown = block; at instanceof Y.XmlElement; at = at.parent) {
    const item = at._item
    if (!item || item.deleted || !(at.parent instanceof Y.XmlFragment)) return null
    indexes.unshift(standingBefore(at.parent, item))
  }
  const index = indexes.pop()
  return index === undefined ? null : { parent: indexes, index }
}

function standingBefore(list: Y.XmlFragment, item: Y.Item): number {
  let index = 0
  for (const other of itemsOf(list)) {
    if (other === item) return index
    if (!other.deleted && other.countable) index += other.length
  }
  return index
}

/** Before the words that stood in the next block, when they were joined to the end of another; else null. */
function joinedOver(trace: Trace, block: Y.XmlElement | null, { fromSeq }: Cut): Place | null {
  for (let item = block?._item?.right ?? null; item; item = item.right) {
    const next = item.content instanceof Y.ContentType ? item.content.type : null
    if (!(next instanceof Y.XmlElement)) continue
    if (!item.deleted) return null
    const first = firstStanding(trace, [...bitsOf(next)], fromSeq)
    if (!first) continue
    const place = beside(trace, first, 0)
    return place?.kind === 'inside' && place.offset > 0 ? place : null
  }
  return null
}

/** Between what stands around a block that is gone, in the innermost list that stands. */
function betweenAround(block: Y.XmlElement | null): Place | null {
  for (let at: unknown = block; at instanceof Y.XmlElement; at = at.parent) {
    const { parent, _item: item } = at
    if (!item || !(parent instanceof Y.XmlFragment)) return null
    if (!(parent instanceof Y.XmlElement))
      return { kind: 'between', parent: [], index: standingBefore(parent, item) }
    const path = stands(parent) ? pathOf(parent) : null
    if (path)
      return {
        kind: 'between',
        parent: [...path.parent, path.index],
        index: standingBefore(parent, item),
      }
  }
  return null
}

/** Beside the words that stood around it, when they stand; else at the end. */
function placeByWords({ root }: Trace, { before, after }: Cut): Place {
  const lead = before.slice(-2 * FEWEST_AROUND)
  const tail = after.slice(0, 2 * FEWEST_AROUND)
  for (const block of blocksIn(root)) {
    const words = wordsOfBlock(block)
    const end = lead.length >= FEWEST_AROUND ? words.lastIndexOf(lead) : -1
    const begin = tail.length >= FEWEST_AROUND ? words.indexOf(tail) : -1
    const offset = end >= 0 ? end + lead.length : begin
    if (offset >= 0) return insideOf(block, offset) ?? atEnd(root)
  }
  return atEnd(root)
}

function atEnd(root: Y.XmlFragment): Place {
  return { kind: 'between', parent: [], index: root.length }
}
