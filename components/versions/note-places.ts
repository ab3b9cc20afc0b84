import type { ComparedBlockView, StoodThread } from '@/lib/manuscript/contract.versions'

/** Characters of the old text that a block shows, hard breaks and joined borders included. */
function oldLength(block: ComparedBlockView): number {
  return block.pieces.reduce(
    (sum, { change, text }) => sum + (change === 'in' ? 0 : change === 'joined' ? 1 : text.length),
    0,
  )
}

/**
 * For each thread the block of the marked text in which its words stood; threads about the whole chapter have none.
 * Offsets of placements count the old text, which the marked text holds in its order (CM6).
 */
export function blocksOfNotes(
  blocks: readonly ComparedBlockView[],
  threads: readonly StoodThread[],
): Map<string, number> {
  const starts: { at: number; index: number }[] = []
  let at = 0
  blocks.forEach((block, index) => {
    if (block.state === 'in' || block.state === 'moved_here') return
    // A divided paragraph goes on in its next part.
    if (block.split) at -= 1
    starts.push({ at, index })
    at += oldLength(block) + 1
  })
  const found = new Map<string, number>()
  for (const { id, placement } of threads) {
    if (!placement) continue
    const start = starts.findLast((one) => one.at <= placement.from)
    if (start) found.set(id, start.index)
  }
  return found
}
