import { anchorAt, type Anchor } from '@/lib/text/anchor'
import type { Placement } from '@/lib/text/placement'
import type { PlainText } from '@/lib/text/plain'

/**
 * New positions for a placement whose stored ones no longer lead to it (after Enter, joining, quoting, undo, cut and
 * paste). The quote stays the original one, because it is what the thread is about; positions, context and twins are
 * fresh. The caller keeps the old anchor too: after an undo it may be the better one.
 * Null when there is nothing to do: the positions still hold, or the thread is unplaced.
 */
export function reanchor(plain: PlainText, anchor: Anchor, placement: Placement): Anchor | null {
  if (placement.state === 'unplaced') return null
  const { from, to } = placement
  const start = plain.resolve(anchor.start)
  const end = plain.resolve(anchor.end)
  const holds =
    start?.bound === 'character' && end?.bound === 'character' && start.offset === from && end.offset === to
  if (holds) return null
  return anchorAt(plain, { from, to }, anchor.quote, placement.state === 'moved' ? placement.score : null)
}
