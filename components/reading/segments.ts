import type { BetaQuestionView, ContentNoteView } from '@/lib/beta/contract'
import type { DrawnElement, DrawnNode } from './drawn'

/** A stretch of a chapter's page: blocks as they stand, blocks under content notes, or questions between blocks. */
export type Segment =
  | { kind: 'text'; blocks: DrawnElement[] }
  | { kind: 'noted'; notes: ContentNoteView[]; blocks: DrawnElement[] }
  | { kind: 'questions'; questions: BetaQuestionView[] }

/** The numbers of the first and the last paragraph in a block; a quote holds several, and what was cut none. */
function paragraphsIn(block: DrawnElement): { first: number; last: number } | null {
  const numbers: number[] = []
  const look = (node: DrawnNode): void => {
    if (typeof node === 'string') return
    if (node.paragraph !== undefined) numbers.push(node.paragraph)
    node.children.forEach(look)
  }
  look(block)
  const [first] = numbers
  return first === undefined ? null : { first, last: numbers.at(-1) ?? first }
}

interface Covered {
  from: number
  to: number
  notes: ContentNoteView[]
}

/** Content notes that overlap cover one passage together. */
function covered(notes: readonly ContentNoteView[]): Covered[] {
  const passages: Covered[] = []
  for (const note of notes.toSorted((a, b) => a.from - b.from)) {
    const last = passages.at(-1)
    if (last && note.from <= last.to) {
      last.to = Math.max(last.to, note.to)
      last.notes.push(note)
    } else passages.push({ from: note.from, to: note.to, notes: [note] })
  }
  return passages
}

/**
 * A chapter cut where something stands between or around its blocks. A block of which only a part lies under a content note
 * lies under it as a whole, and what was cut from under one still does. A question in the middle of a passage under a
 * content note comes after the passage.
 */
export function segmentsOf(
  blocks: readonly DrawnElement[],
  notes: readonly ContentNoteView[],
  questions: readonly BetaQuestionView[],
): Segment[] {
  const passages = covered(notes)
  const waiting = questions.filter(({ paragraph }) => paragraph !== null)
  const segments: Segment[] = []
  const ask = (upTo: number) => {
    const due = waiting.filter(({ paragraph }) => (paragraph ?? 0) <= upTo)
    if (due.length === 0) return
    waiting.splice(0, waiting.length, ...waiting.filter((one) => !due.includes(one)))
    segments.push({ kind: 'questions', questions: due })
  }
  let under: Covered | undefined
  let read = -1
  for (const block of blocks) {
    const { first, last } = paragraphsIn(block) ?? { first: read, last: read }
    const stoodUnder = passages.find((one) => one.notes.some(({ id }) => block.noted?.includes(id)))
    const passage = stoodUnder ?? passages.find(({ from, to }) => from <= last && to >= first)
    if (passage !== under || !passage) ask(read)
    const open = segments.at(-1)
    if (passage) {
      if (passage === under && open?.kind === 'noted') open.blocks.push(block)
      else segments.push({ kind: 'noted', notes: passage.notes, blocks: [block] })
    } else if (open?.kind === 'text') open.blocks.push(block)
    else segments.push({ kind: 'text', blocks: [block] })
    under = passage
    read = last
  }
  ask(Infinity)
  return segments
}
