import type { Node } from '@tiptap/pm/model'

interface PlainBlock {
  readonly offset: number
  readonly position: number
  readonly size: number
}

/** A chapter's plain text together with the way between its offsets and ProseMirror positions. */
export interface PlainMap {
  /** The same as `plainText(doc)`. */
  readonly text: string
  /**
   * ProseMirror position of a plain offset, a UTF-16 code unit from 0 to `text.length` (others are clamped). The
   * offset of a joining `\n` is the end of the block before it; a scene break's is the position before it.
   */
  positionAt(offset: number): number
  /**
   * Plain offset of a ProseMirror position. A position between two blocks (or on a quote's edge) gives the end of the
   * text block before it; one before all text gives 0.
   */
  offsetAt(position: number): number
}

/** Plain text of one text block: hard breaks are `\n`. */
export function blockText(block: Node): string {
  return block.textBetween(0, block.content.size, '', '\n')
}

/** Blocks do not change; a chapter after a key has all of the one before but one. */
const texts = new WeakMap<Node, string>()

function keptBlockText(block: Node): string {
  const known = texts.get(block)
  if (known !== undefined) return known
  const text = blockText(block)
  texts.set(block, text)
  return text
}

function collect(doc: Node): { blocks: PlainBlock[]; lines: string[] } {
  const blocks: PlainBlock[] = []
  const lines: string[] = []
  let offset = 0
  doc.descendants((node, position) => {
    if (!node.isTextblock && !(node.isBlock && node.isLeaf)) return node.isBlock
    const size = node.isTextblock ? node.content.size : 0
    blocks.push({ offset, position: node.isTextblock ? position + 1 : position, size })
    lines.push(node.isTextblock ? keptBlockText(node) : '')
    offset += size + 1
    return false
  })
  return { blocks, lines }
}

/**
 * Plain text of a chapter (DESIGN §6): its text blocks, also those inside quotes, in order, joined by `\n`; a hard
 * break is one `\n`; a scene break is an empty block. UTF-16, no normalisation. Equals what `lib/text` reads from
 * the same chapter's Yjs fragment.
 */
export function plainText(doc: Node): string {
  return collect(doc).lines.join('\n')
}

/** Index of the last block whose `key` is at most `value`, or 0. */
function lastAtMost(blocks: readonly PlainBlock[], key: 'offset' | 'position', value: number): number {
  let low = 0
  let high = blocks.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((blocks[middle]?.[key] ?? 0) <= value) low = middle
    else high = middle - 1
  }
  return low
}

/** Builds the plain text of `doc` with its map. Linear in the chapter; each look-up is logarithmic in its blocks. */
export function plainMap(doc: Node): PlainMap {
  const { blocks, lines } = collect(doc)
  return {
    text: lines.join('\n'),
    positionAt(offset) {
      const block = blocks[lastAtMost(blocks, 'offset', offset)]
      if (block === undefined) return 0
      return block.position + Math.min(Math.max(offset - block.offset, 0), block.size)
    },
    offsetAt(position) {
      const block = blocks[lastAtMost(blocks, 'position', position)]
      if (block === undefined) return 0
      return block.offset + Math.min(Math.max(position - block.position, 0), block.size)
    },
  }
}
