import type { Editor } from '@tiptap/core'
import { marginText } from '@/components/text/margin'
import type { ThreadView } from '@/lib/critique/contract'
import type { Anchor } from '@/lib/text/anchor'
import type { Placement } from '@/lib/text/placement'
import { isPassageStill } from '@/lib/text/survival'
import { wordChanges } from '@/lib/text/word-changes'
import type { Categories } from './categories'
import { highlightOf, type Highlight, type SuggestedEdit } from './highlights'
import { PLAIN_LOOK } from './kinds'
import { endsOf, type BothSides } from './passage'

/** A thread with an anchor that can be placed. */
export interface Placed {
  thread: ThreadView
  anchor: Anchor
}

/** Where each thread stands, by its id; threads about the whole chapter are absent. */
export type Places = ReadonlyMap<string, Placement>

/** What an open suggestion changes where its very words stand. */
function editsOf(
  { kind, status, quote, replacement }: ThreadView,
  { from, to }: { from: number; to: number },
  map: BothSides['map'],
  text: string,
): SuggestedEdit[] {
  if (kind !== 'suggestion' || status !== 'open' || replacement === null) return []
  if (text.slice(from, to) !== quote) return []
  return wordChanges(quote, replacement).map(({ at, out, put }) => ({
    from: map.positionAt(from + at),
    to: map.positionAt(from + at + out),
    put,
  }))
}

/** What is marked in the text: passages in their place or found again, and the words that stand for rewritten ones. */
export function highlightsFor(
  placed: Placed[],
  places: Places,
  { map, plain }: BothSides,
  categories: Categories,
): Highlight[] {
  return placed.flatMap(({ thread }) => {
    const place = places.get(thread.id)
    if (!place) return []
    const rewritten = place.state === 'unplaced' && place.reason === 'rewritten'
    if (place.state === 'unplaced' && !rewritten) return []
    const from = rewritten ? place.near : place.state === 'unplaced' ? 0 : place.from
    const to = rewritten ? place.nearTo : place.state === 'unplaced' ? 0 : place.to
    const known = categories.of(thread.category)
    return [
      {
        threadId: thread.id,
        from: map.positionAt(from),
        to: map.positionAt(to),
        look: known?.look ?? PLAIN_LOOK,
        state: place.state === 'unplaced' ? ('rewritten' as const) : place.state,
        label: marginText.highlight(thread.author.name, known?.label ?? marginText.note),
        ...(place.state !== 'unplaced' && { edits: editsOf(thread, place, map, plain.text) }),
      },
    ]
  })
}

/**
 * Threads whose words our own edits took somewhere that their stored positions do not lead to: the editor followed
 * them step by step and knows better than any search, as long as only its own steps went through them.
 */
export function carriedElsewhere(editor: Editor, placed: Placed[], places: Places, sides: BothSides) {
  return placed.flatMap(({ thread, anchor }) => {
    const followed = highlightOf(editor, thread.id)
    const place = places.get(thread.id)
    if (!followed || !place || followed.from >= followed.to) return []
    // What is marked for rewritten words is their place, not the passage.
    if (followed.state === 'rewritten' || followed.isBlurred) return []
    const [from, to] = [sides.map.offsetAt(followed.from), sides.map.offsetAt(followed.to)]
    if (place.state !== 'unplaced' && place.from === from && place.to === to) return []
    if (!isPassageStill(anchor.quote, sides.plain.text.slice(from, to))) return []
    return [{ threadId: thread.id, ends: endsOf(sides.plain, from, to) }]
  })
}
