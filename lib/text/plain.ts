import * as Y from 'yjs'
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
const SCENE_BREAK = 'sceneBreak'
const HARD_BREAK = 'hardBreak'

/** A stretch of plain text that one Yjs list carries: the characters of a text, or the `\n` of one hard break. */
interface Stretch {
  readonly from: number
  readonly to: number
  readonly text: Y.XmlText | null
  readonly item: Y.Item | null
}

/** What every Yjs type is to us: a list of items. (`Y.AbstractType<E>` is invariant in its event type.) */
interface List {
  readonly _start: Y.Item | null
}

/** Every item of one Yjs list, deleted ones too, with the plain offset at which it begins. */
interface Row {
  readonly items: Y.Item[]
  readonly starts: number[]
  readonly at: Map<Y.Item, number>
}

/** Start and end of a Yjs type in plain text. */
interface Extent {
  readonly from: number
  readonly to: number
}

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
  readonly #stretches: readonly Stretch[]
  readonly #extents: ReadonlyMap<List, Extent>
  readonly #rows = new Map<List, Row>()

  /** Use `plainText(fragment)`. */
  constructor(fragment: Y.XmlFragment) {
    const doc = fragment.doc
    if (doc === null) throw new RangeError('The fragment belongs to no doc.')
    const walk = new Walk()
    walk.children(fragment, 0)
    this.text = walk.parts.join('')
    this.blocks = walk.blocks
    this.#doc = doc
    this.#root = fragment
    this.#stretches = walk.stretches
    this.#extents = walk.extents
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
    const extent = type && this.#extents.get(type)
    if (!extent) return null
    return this.#spot(relative.assoc < 0 ? extent.from : extent.to, 'edge')
  }

  /** Index in `blocks` of the block a position was bound to by `positionOfBlock`, or null when it is gone. */
  resolveBlock(position: Uint8Array): number | null {
    const id = decodePosition(position)?.item
    const item = id ? this.#item(id) : null
    if (!item || item.deleted || !(item.content instanceof Y.ContentType)) return null
    const extent = this.#extents.get(item.content.type)
    if (!extent) return null
    const index = this.blockAt(extent.from)
    return this.blocks[index]?.element === item.content.type ? index : null
  }

  #check(offset: number): void {
    if (!Number.isInteger(offset) || offset < 0 || offset > this.text.length)
      throw new RangeError(`Offset ${offset} is outside the text of ${this.text.length} characters.`)
  }

  #spot(offset: number, bound: Spot['bound']): Spot {
    return { offset: Math.min(offset, this.text.length), bound }
  }

  #idAt(offset: number, assoc = 0): Uint8Array | null {
    const stretch =
      this.#stretches[lastAtMost(this.#stretches.length, (i) => this.#stretches[i]?.from ?? 0, offset)]
    if (!stretch || offset >= stretch.to) return null
    if (stretch.item) return encodeId(stretch.item.id, 0, assoc)
    if (!stretch.text) return null
    const row = this.#row(stretch.text)
    const index = lastAtMost(row.starts.length, (i) => row.starts[i] ?? 0, offset)
    const item = row.items[index]
    return item ? encodeId(item.id, offset - (row.starts[index] ?? 0), assoc) : null
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
    if (!item || !(parent instanceof Y.AbstractType) || !this.#extents.has(parent)) return null
    const row = this.#row(parent)
    const start = row.starts[row.at.get(item) ?? -1]
    if (start === undefined) return null
    if (item.deleted) return this.#spot(start, 'deleted')
    if (item.content instanceof Y.ContentString)
      return this.#spot(start + (id.clock - item.id.clock) + (assoc < 0 ? 1 : 0), 'character')
    const extent = item.content instanceof Y.ContentType ? this.#extents.get(item.content.type) : undefined
    return this.#spot(extent && assoc < 0 ? extent.to : start, 'character')
  }

  #row(type: List): Row {
    const known = this.#rows.get(type)
    if (known) return known
    const row: Row = { items: [], starts: [], at: new Map() }
    const extent = this.#extents.get(type)
    let offset = extent?.from ?? 0
    for (let item = type._start; item !== null; item = item.right) {
      const inner = item.content instanceof Y.ContentType ? this.#extents.get(item.content.type) : undefined
      if (inner && !item.deleted) offset = inner.from
      row.at.set(item, row.items.length)
      row.items.push(item)
      row.starts.push(offset)
      if (item.deleted) continue
      if (item.content instanceof Y.ContentString) offset += item.length
      // A tombstone after a block stands where the next block begins, one border further on.
      else if (inner) offset = inner.to + (isBlock(type, item) ? 1 : 0)
    }
    this.#rows.set(type, row)
    return row
  }
}

/** The plain text of a chapter's fragment (PT rules of SPEC.md). Linear in the size of the text. */
export function plainText(fragment: Y.XmlFragment): PlainText {
  return new PlainText(fragment)
}

/** One pass over the fragment: collects text, blocks, stretches and the extent of every type. */
class Walk {
  readonly parts: string[] = []
  readonly blocks: Block[] = []
  readonly stretches: Stretch[] = []
  readonly extents = new Map<List, Extent>()
  #length = 0

  children(parent: Y.XmlFragment, depth: number): void {
    const from = this.blocks.length > 0 ? this.#length + 1 : 0
    const blocksBefore = this.blocks.length
    for (const element of liveTypes(parent)) {
      if (!(element instanceof Y.XmlElement)) continue
      if (element.nodeName !== CONTAINER) this.block(element)
      else if (depth < MAX_DEPTH) this.children(element, depth + 1)
    }
    const to = this.blocks.length > blocksBefore ? this.#length : from
    this.extents.set(parent, { from, to })
  }

  block(element: Y.XmlElement): void {
    if (this.blocks.length > 0) this.#add('\n')
    const from = this.#length
    if (element.nodeName !== SCENE_BREAK) for (const child of liveTypes(element)) this.inline(child)
    this.blocks.push({ from, to: this.#length, element })
    this.extents.set(element, { from, to: this.#length })
  }

  inline(child: List): void {
    const from = this.#length
    if (child instanceof Y.XmlText) {
      for (let item = child._start; item !== null; item = item.right)
        if (!item.deleted && item.content instanceof Y.ContentString) this.#add(item.content.str)
      if (this.#length > from) this.stretches.push({ from, to: this.#length, text: child, item: null })
    } else if (child instanceof Y.XmlElement && child.nodeName === HARD_BREAK) {
      this.#add('\n')
      this.stretches.push({ from, to: this.#length, text: null, item: child._item })
    }
    this.extents.set(child, { from, to: this.#length })
  }

  #add(text: string): void {
    this.parts.push(text)
    this.#length += text.length
  }
}

function* liveTypes(parent: List): Generator<List> {
  for (let item = parent._start; item !== null; item = item.right)
    if (!item.deleted && item.content instanceof Y.ContentType) yield item.content.type
}

function isBlock(parent: List, item: Y.Item): boolean {
  if (!(item.content instanceof Y.ContentType) || item.content.type instanceof Y.XmlText) return false
  return !(parent instanceof Y.XmlElement) || parent.nodeName === CONTAINER
}
