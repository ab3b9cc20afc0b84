import type { Anchor } from '@/lib/text/anchor'
import type { PlainText, Spot } from '@/lib/text/plain'

/** A range of plain text, UTF-16 code units, end-exclusive. */
export interface Range {
  readonly from: number
  readonly to: number
}

/** What the stored positions alone tell about a passage; nothing here is verified against its words. */
export interface Ground {
  /** Whether the first and the last character of the passage still stand. */
  readonly alive: { readonly start: boolean; readonly end: boolean }
  /** Where the passage stood, between its surviving neighbours; null when nothing near it is left. */
  readonly hole: Range | null
  /** Whether a side of `hole` is a surviving neighbour character, beyond which the passage cannot be. */
  readonly fenced: { readonly left: boolean; readonly right: boolean }
  /** Between the block before and the block after, without them: the whole chapter when these are gone. */
  readonly gap: Range
  /** As `gap`, with the two blocks. */
  readonly zone: Range
  /** An offset in the nearest surviving block. */
  readonly near: number
}

/** Resolves all positions of an anchor. */
export function survey(plain: PlainText, anchor: Anchor): Ground {
  const start = plain.resolve(anchor.start)
  const end = plain.resolve(anchor.end)
  const left = plain.resolve(anchor.left)
  const right = plain.resolve(anchor.right)
  const blocks = neighbours(plain, anchor)
  const hole = holeBetween(left ?? start, right ?? end) ?? blockHole(plain, anchor, blocks)
  return {
    alive: { start: start?.bound === 'character', end: end?.bound === 'character' },
    hole,
    fenced: { left: left?.bound === 'character', right: right?.bound === 'character' },
    gap: { from: blocks.before?.to ?? 0, to: blocks.after?.from ?? plain.text.length },
    zone: { from: blocks.before?.from ?? 0, to: blocks.after?.to ?? plain.text.length },
    near: hole?.from ?? blocks.before?.to ?? blocks.after?.from ?? Math.min(anchor.from, plain.text.length),
  }
}

interface Neighbours {
  readonly before: Range | null
  readonly after: Range | null
}

function neighbours(plain: PlainText, anchor: Anchor): Neighbours {
  const range = (position: Uint8Array | null) => {
    const index = position && plain.resolveBlock(position)
    return index === null ? null : (plain.blocks[index] ?? null)
  }
  const before = range(anchor.before)
  const after = range(anchor.after)
  // Blocks that changed sides (one was dragged past the other) say nothing about what is between them.
  if (before && after && before.to > after.from) return { before: null, after: null }
  return { before, after }
}

function holeBetween(left: Spot | null, right: Spot | null): Range | null {
  const one = left ?? right
  const other = right ?? left
  if (!one || !other) return null
  return { from: Math.min(one.offset, other.offset), to: Math.max(one.offset, other.offset) }
}

function blockHole(plain: PlainText, anchor: Anchor, { before, after }: Neighbours): Range | null {
  const own = plain.resolveBlock(anchor.block)
  const block = own === null ? undefined : plain.blocks[own]
  if (block) return { from: block.from, to: block.to }
  if (before && after) return { from: before.to, to: after.from }
  const tombstone = plain.resolve(anchor.block)?.offset ?? before?.to ?? after?.from
  return tombstone === undefined ? null : { from: tombstone, to: tombstone }
}
