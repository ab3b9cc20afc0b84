import * as Y from 'yjs'

const HARD_BREAK = 'hardBreak'
const SCENE_BREAK = 'sceneBreak'

/** What every Yjs type is to us: a list of items. (`Y.AbstractType<E>` is invariant in its event type.) */
export interface List {
  readonly _start: Y.Item | null
  readonly parent: unknown
}

/** Start and end of a Yjs type in a text. */
export interface Extent {
  readonly from: number
  readonly to: number
}

/** Every item of one Yjs list, deleted ones too, with the offset at which it begins. */
export interface Row {
  readonly items: Y.Item[]
  readonly starts: number[]
  readonly at: Map<Y.Item, number>
}

/** A stretch of a block that one Yjs list carries: the characters of a text, or the `\n` of one hard break. */
export interface Stretch {
  readonly from: number
  readonly to: number
  readonly text: Y.XmlText | null
  readonly item: Y.Item | null
}

/** The types that stand in a list. */
export function* liveTypes(parent: List): Generator<List> {
  for (let item = parent._start; item !== null; item = item.right)
    if (!item.deleted && item.content instanceof Y.ContentType) yield item.content.type
}

/**
 * The items of a list with their offsets.
 * @param from where the list begins
 * @param extentOf where a type in it stands, if it is read at all
 * @param border characters between what two of these types hold: 1 between blocks
 */
export function rowOf(
  list: List,
  from: number,
  extentOf: (type: List) => Extent | undefined,
  border: 0 | 1,
): Row {
  const row: Row = { items: [], starts: [], at: new Map() }
  let offset = from
  for (let item = list._start; item !== null; item = item.right) {
    const inner = item.content instanceof Y.ContentType ? extentOf(item.content.type) : undefined
    if (inner && !item.deleted) offset = inner.from
    row.at.set(item, row.items.length)
    row.items.push(item)
    row.starts.push(offset)
    if (item.deleted) continue
    if (item.content instanceof Y.ContentString) offset += item.length
    // A tombstone after a block stands where the next block begins, one border further on.
    else if (inner) offset = inner.to + border
  }
  return row
}

/** What one text block (or scene break) holds. Offsets count from its beginning. True until something in it changes. */
export class BlockReading {
  readonly text: string
  readonly stretches: readonly Stretch[]
  readonly #extents = new Map<List, Extent>()
  readonly #rows = new Map<List, Row>()

  constructor(element: Y.XmlElement) {
    const parts: string[] = []
    const stretches: Stretch[] = []
    let length = 0
    const add = (text: string) => {
      parts.push(text)
      length += text.length
    }
    for (const child of element.nodeName === SCENE_BREAK ? [] : liveTypes(element)) {
      const from = length
      if (child instanceof Y.XmlText) {
        for (let item = child._start; item !== null; item = item.right)
          if (!item.deleted && item.content instanceof Y.ContentString) add(item.content.str)
        if (length > from) stretches.push({ from, to: length, text: child, item: null })
      } else if (child instanceof Y.XmlElement && child.nodeName === HARD_BREAK) {
        add('\n')
        stretches.push({ from, to: length, text: null, item: child._item })
      }
      this.#extents.set(child, { from, to: length })
    }
    this.text = parts.join('')
    this.stretches = stretches
    this.#extents.set(element, { from: 0, to: length })
  }

  /** Where a type stands: the block itself, or what is in it. */
  extentOf(type: List): Extent | undefined {
    return this.#extents.get(type)
  }

  /** The items of the block or of a text in it; null for a type that is not read here. */
  rowOf(list: List): Row | null {
    const extent = this.#extents.get(list)
    const known = this.#rows.get(list)
    if (known || !extent) return known ?? null
    const row = rowOf(list, extent.from, (type) => this.#extents.get(type), 0)
    this.#rows.set(list, row)
    return row
  }

  /** Index in `rowOf(list)` of an item. Yjs divides items also where nothing changes, as for an undo: then it is read anew. */
  indexOf(list: List, item: Y.Item): number | undefined {
    const index = this.rowOf(list)?.at.get(item)
    if (index !== undefined) return index
    this.#rows.delete(list)
    return this.rowOf(list)?.at.get(item)
  }
}
