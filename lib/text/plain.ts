import * as Y from 'yjs'
import { BlockReading, liveTypes, rowOf, type Extent, type List, type Row } from '@/lib/text/block-reading'
import { decodePosition, encodeId, encodeType } from '@/lib/text/position'

/** A text block or scene break in plain text: `text.slice(from, to)` are its words, UTF-16 code units. */
export interface Block {
  readonly from: number
  readonly to: number
  readonly element: Y.XmlElement
}

/**
 * Where a stored position stands now. `bound` says to what: `character` that still stands, `edge` of a block that
 * still stands, or nothing any more (`deleted`): then `offset` is where it stood.
 */
export interface Spot {
  readonly offset: number
  readonly bound: 'character' | 'edge' | 'deleted'
}

/** Name of a chapter's `Y.XmlFragment` in its doc (the Collaboration field of the editor). */
export const TEXT_ROOT = 'default'

/** Nesting below this depth is not read: the gate refuses it (DESIGN §4, 6). */
const MAX_DEPTH = 64

const CONTAINER = 'blockquote'

/** What a block holds, read now or known to be as it was. */
type ReadBlock = (element: Y.XmlElement) => BlockReading

/** Index of the last entry whose `key` is ≤ `value`, or -1. */
export function lastAtMost(length: number, key: (index: number) => number, value: number): number {
  let low = 0
  let high = length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (key(middle) <= value) low = middle + 1
    else high = middle
  }
  return low - 1
}

/**
 * A chapter's text as plain text, with the way back into Yjs. It is a photograph: make a new one after each
 * change of the doc; positions asked of an old one are wrong.
 */
export class PlainText {
  /** The text blocks in order, joined by `\n`; a hard break is one `\n`, a scene break an empty block. */
  readonly text: string
  readonly blocks: readonly Block[]
  readonly #doc: Y.Doc
  readonly #root: Y.XmlFragment
  readonly #readings: readonly BlockReading[]
  readonly #indexes: ReadonlyMap<unknown, number>
  /** The chapter and its quotes. */
  readonly #lists: ReadonlyMap<List, Extent>
  readonly #rows = new Map<List, Row>()

  /** Use `plainText(fragment)`. */
  constructor(fragment: Y.XmlFragment, read: ReadBlock) {
    const doc = fragment.doc
    if (doc === null) throw new RangeError('The fragment belongs to no doc.')
    const walk = new Walk(read)
    walk.children(fragment, 0)
    this.text = walk.readings.map(({ text }) => text).join('\n')
    this.blocks = walk.blocks
    this.#doc = doc
    this.#root = fragment
    this.#readings = walk.readings
    this.#indexes = new Map(walk.blocks.map(({ element }, index) => [element, index]))
    this.#lists = walk.lists
  }

  /** Index in `blocks` of the block at an offset (a border `\n` belongs to the block before it); -1 without blocks. */
  blockAt(offset: number): number {
    const index = lastAtMost(this.blocks.length, (i) => this.blocks[i]?.from ?? 0, offset)
    return Math.max(index, this.blocks.length > 0 ? 0 : -1)
  }

  /**
   * An encoded relative position bound to the character at `offset` (assoc 0): it goes where that character
   * goes. At the end of a block it is bound to the block's end.
   * @throws {RangeError} if `offset` is outside the text
   */
  positionBefore(offset: number): Uint8Array {
    this.#check(offset)
    const item = this.#idAt(offset)
    return item ?? this.#blockEdge(offset, 0)
  }

  /**
   * An encoded relative position bound to the character that ends at `offset` (assoc −1): what is typed after
   * it stays outside. At the start of a block it is bound to the block's start.
   * @throws {RangeError} if `offset` is outside the text
   */
  positionAfter(offset: number): Uint8Array {
    this.#check(offset)
    const item = offset > 0 ? this.#idAt(offset - 1, -1) : null
    return item ?? this.#blockEdge(offset, -1)
  }

  /** An encoded relative position bound to a block itself. @throws {RangeError} if there is no such block */
  positionOfBlock(index: number): Uint8Array {
    const item = this.blocks[index]?.element._item
    if (!item) throw new RangeError(`There is no block ${index}.`)
    return encodeId(item.id, 0, 0)
  }

  /**
   * Where a position stands now. Null when it cannot be said: it belongs to another history, its block was
   * deleted, or the bytes are no position. Never throws on hostile bytes. Undone deletions are not followed, so
   * that every client and the server give the same answer.
   */
  resolve(position: Uint8Array): Spot | null {
    const relative = decodePosition(position)
    if (relative === null) return null
    if (relative.item !== null) return this.#resolveItem(relative.item, relative.assoc)
    const type = relative.type === null ? this.#rootNamed(relative.tname) : this.#typeOf(relative.type)
    const extent = type && this.#extentOf(type)
    if (!extent) return null
    return this.#spot(relative.assoc < 0 ? extent.from : extent.to, 'edge')
  }

  /** Index in `blocks` of the block a position was bound to by `positionOfBlock`, or null when it is gone. */
  resolveBlock(position: Uint8Array): number | null {
    const id = decodePosition(position)?.item
    const item = id ? this.#item(id) : null
    if (!item || item.deleted || !(item.content instanceof Y.ContentType)) return null
    return this.#indexes.get(item.content.type) ?? null
  }

  #check(offset: number): void {
    if (!Number.isInteger(offset) || offset < 0 || offset > this.text.length)
      throw new RangeError(`Offset ${offset} is outside the text of ${this.text.length} characters.`)
  }

  #spot(offset: number, bound: Spot['bound']): Spot {
    return { offset: Math.min(offset, this.text.length), bound }
  }

  #idAt(offset: number, assoc = 0): Uint8Array | null {
    const index = this.blockAt(offset)
    const [block, reading] = [this.blocks[index], this.#readings[index]]
    if (!block || !reading) return null
    const { stretches } = reading
    const inside = offset - block.from
    const stretch = stretches[lastAtMost(stretches.length, (i) => stretches[i]?.from ?? 0, inside)]
    if (!stretch || inside >= stretch.to) return null
    if (stretch.item) return encodeId(stretch.item.id, 0, assoc)
    const row = stretch.text && reading.rowOf(stretch.text)
    if (!row) return null
    const at = lastAtMost(row.starts.length, (i) => row.starts[i] ?? 0, inside)
    const item = row.items[at]
    return item ? encodeId(item.id, inside - (row.starts[at] ?? 0), assoc) : null
  }

  #blockEdge(offset: number, assoc: 0 | -1): Uint8Array {
    const block = this.blocks[this.blockAt(offset)]
    const item = block?.element._item
    if (item) return encodeType(item.id, assoc)
    return Y.encodeRelativePosition(Y.createRelativePositionFromTypeIndex(this.#root, 0, assoc))
  }

  #item(id: Y.ID): Y.Item | null {
    if (Y.getState(this.#doc.store, id.client) <= id.clock) return null
    const struct: unknown = Y.getItem(this.#doc.store, id)
    return struct instanceof Y.Item ? struct : null
  }

  #typeOf(id: Y.ID): List | null {
    const item = this.#item(id)
    return item && item.content instanceof Y.ContentType ? item.content.type : null
  }

  #rootNamed(name: string | null): List | null {
    const root: unknown = name === null ? null : this.#doc.share.get(name)
    return root === this.#root ? this.#root : null
  }

  #resolveItem(id: Y.ID, assoc: number): Spot | null {
    const item = this.#item(id)
    const parent = item?.parent
    if (!item || !(parent instanceof Y.AbstractType)) return null
    const start = this.#startOf(item, parent)
    if (start === undefined) return null
    if (item.deleted) return this.#spot(start, 'deleted')
    if (item.content instanceof Y.ContentString)
      return this.#spot(start + (id.clock - item.id.clock) + (assoc < 0 ? 1 : 0), 'character')
    const extent = item.content instanceof Y.ContentType ? this.#extentOf(item.content.type) : undefined
    return this.#spot(extent && assoc < 0 ? extent.to : start, 'character')
  }

  /** Where an item begins, or stood; undefined when what it is in does not stand. */
  #startOf(item: Y.Item, parent: List): number | undefined {
    const list = this.#lists.get(parent)
    if (list) {
      const row = this.#listRow(parent, list)
      return row.starts[row.at.get(item) ?? -1]
    }
    const index = this.#blockOf(parent)
    const [block, reading] = [this.blocks[index], this.#readings[index]]
    const at = reading?.indexOf(parent, item)
    const start = at === undefined ? undefined : reading?.rowOf(parent)?.starts[at]
    return block && start !== undefined ? block.from + start : undefined
  }

  /** Index of the block that a type is or is in; -1 for none. */
  #blockOf(type: List): number {
    return this.#indexes.get(type) ?? this.#indexes.get(type.parent) ?? -1
  }

  #extentOf(type: List): Extent | undefined {
    const list = this.#lists.get(type)
    if (list) return list
    const index = this.#blockOf(type)
    const [block, extent] = [this.blocks[index], this.#readings[index]?.extentOf(type)]
    return block && extent && { from: block.from + extent.from, to: block.from + extent.to }
  }

  #listRow(list: List, { from }: Extent): Row {
    const known = this.#rows.get(list)
    if (known) return known
    const row = rowOf(list, from, (type) => this.#extentOf(type), 1)
    this.#rows.set(list, row)
    return row
  }
}

/** The plain text of a chapter's fragment (PT rules of SPEC.md). Linear in the size of the text. */
export function plainText(fragment: Y.XmlFragment): PlainText {
  return new PlainText(fragment, (element) => new BlockReading(element))
}

/** One pass over the fragment: collects blocks and the extent of every quote. */
class Walk {
  readonly blocks: Block[] = []
  readonly readings: BlockReading[] = []
  readonly lists = new Map<List, Extent>()
  #length = 0

  constructor(private readonly read: ReadBlock) {}

  children(parent: Y.XmlFragment, depth: number): void {
    const from = this.blocks.length > 0 ? this.#length + 1 : 0
    const blocksBefore = this.blocks.length
    for (const element of liveTypes(parent)) {
      if (!(element instanceof Y.XmlElement)) continue
      if (element.nodeName !== CONTAINER) this.#block(element)
      else if (depth < MAX_DEPTH) this.children(element, depth + 1)
    }
    const to = this.blocks.length > blocksBefore ? this.#length : from
    this.lists.set(parent, { from, to })
  }

  #block(element: Y.XmlElement): void {
    if (this.blocks.length > 0) this.#length += 1
    const from = this.#length
    const reading = this.read(element)
    this.#length += reading.text.length
    this.blocks.push({ from, to: this.#length, element })
    this.readings.push(reading)
  }
}
