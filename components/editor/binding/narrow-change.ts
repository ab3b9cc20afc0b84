import diff from 'fast-diff'
import type { Node } from '@tiptap/pm/model'
import type { Transform } from '@tiptap/pm/transform'

/** Longer stretches are replaced as a whole: a letter diff grows with the square of its input. */
const LONGEST_LETTER_DIFF = 4_000

/** The old node that a wanted one continues, or undefined for a new one. A node that did not change continues itself. */
export type Predecessor = (wanted: Node) => Node | undefined

/**
 * Turns the doc of `tr` into one with the children `wanted`, by steps as narrow as the differences, so that decorations,
 * the caret and the place to which the page is scrolled are mapped through others' changes.
 */
export function changeNarrowly(tr: Transform, wanted: readonly Node[], predecessor: Predecessor): void {
  changeChildren(tr, tr.doc, 0, wanted, predecessor)
}

/** @param start position of the first child of `parent`, a node of the doc as it was before */
function changeChildren(
  tr: Transform,
  parent: Node,
  start: number,
  wanted: readonly Node[],
  predecessor: Predecessor,
): void {
  const places = placesOf(parent, start)
  let endA = { index: parent.childCount, position: start + parent.content.size }
  let endB = wanted.length
  const settle = (fromA: { index: number; position: number }, fromB: number) => {
    if (fromA.index === endA.index && fromB === endB) return
    tr.replaceWith(fromA.position, endA.position, wanted.slice(fromB, endB))
  }
  // From the end to the start, so that the positions before stay what they were.
  for (let b = wanted.length - 1; b >= 0; b -= 1) {
    const next = wanted[b]
    const old = next && predecessor(next)
    const place = old && places.get(old)
    if (!place || place.index >= endA.index) continue
    settle({ index: place.index + 1, position: place.position + old.nodeSize }, b + 1)
    changeBlock(tr, place.position, old, next, predecessor)
    endA = place
    endB = b
  }
  settle({ index: 0, position: start }, 0)
}

function placesOf(parent: Node, start: number): Map<Node, { index: number; position: number }> {
  const places = new Map<Node, { index: number; position: number }>()
  parent.forEach((block, offset, index) => places.set(block, { index, position: start + offset }))
  return places
}

function changeBlock(
  tr: Transform,
  position: number,
  old: Node,
  wanted: Node,
  predecessor: Predecessor,
): void {
  if (wanted.eq(old)) return
  if (!old.sameMarkup(wanted) || old.isLeaf) tr.replaceWith(position, position + old.nodeSize, wanted)
  else if (old.isTextblock) changeText(tr, position + 1, old, wanted)
  else changeChildren(tr, old, position + 1, wanted.content.content, predecessor)
}

/** Changes the inline content of the text block at `start` (its first inner position) from `a`'s to `b`'s. */
function changeText(tr: Transform, start: number, a: Node, b: Node): void {
  const from = a.content.findDiffStart(b.content)
  const ends = a.content.findDiffEnd(b.content)
  if (from === null || !ends) return
  const overlap = Math.max(0, from - Math.min(ends.a, ends.b))
  const toA = ends.a + overlap
  const toB = ends.b + overlap
  const steps = tr.steps.length
  const isShort = toA - from + toB - from <= LONGEST_LETTER_DIFF
  if (isShort) {
    const leaf = '\ufffc'
    let atA = from
    let atB = from
    const edits: { fromA: number; toA: number; fromB: number; toB: number }[] = []
    for (const [kind, run] of diff(a.textBetween(from, toA, '', leaf), b.textBetween(from, toB, '', leaf))) {
      const isDeleted = kind !== diff.INSERT
      const isInserted = kind !== diff.DELETE
      const next = { a: atA + (isDeleted ? run.length : 0), b: atB + (isInserted ? run.length : 0) }
      if (kind !== diff.EQUAL) edits.push({ fromA: atA, toA: next.a, fromB: atB, toB: next.b })
      atA = next.a
      atB = next.b
    }
    for (const edit of edits.reverse()) {
      tr.replace(start + edit.fromA, start + edit.toA, b.slice(edit.fromB, edit.toB))
    }
    if (tr.doc.resolve(start).parent.eq(b)) return
  }
  // Marks differ within equal letters, or the stretch is long: one replacement says it all.
  const size = tr.doc.resolve(start).parent.content.size
  if (tr.steps.length === steps) tr.replace(start + from, start + toA, b.slice(from, toB))
  else tr.replace(start + from, start + size - (b.content.size - toB), b.slice(from, toB))
}
