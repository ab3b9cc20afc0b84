import type { EditionView } from '@/lib/beta/contract'
import type { ChangesView } from '@/lib/beta/contract.changes'
import { proseTree } from '@/lib/prose/html-tree'
import { changedTree } from './changed-tree'
import { firstStop, withPlace } from './drawn'
import { segmentsOf, type Segment } from './segments'

/** A chapter's page as it is drawn. */
export interface DrawnChapter {
  segments: Segment[]
  /** Of the first change that does not lie under a content note. */
  firstId: string | null
  /** Of the paragraph at which its reader was before. */
  placeId: string | null
}

/**
 * The page of an edition as it reads, or with what changed.
 * @param place the paragraph at which its reader was in the edition before
 */
export function drawnChapter(
  { html, contentNotes, questions }: Pick<EditionView, 'html' | 'contentNotes' | 'questions'>,
  changes: ChangesView | null,
  place: number | null,
): DrawnChapter {
  const tree = changes ? changedTree(changes.blocks, changes.contentNotes) : proseTree(html)
  const { blocks, id } = withPlace(tree, place, 'place')
  const segments = segmentsOf(blocks, contentNotes, questions)
  const open = segments.flatMap((one) => (one.kind === 'text' ? one.blocks : []))
  return { segments, firstId: firstStop(open), placeId: id }
}
