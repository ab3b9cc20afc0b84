import diff from 'fast-diff'
import type { Node } from '@tiptap/pm/model'
import type { Transform } from '@tiptap/pm/transform'

/** Longer stretches are replaced as a whole: a letter diff grows with the square of its input. */
const LONGEST_LETTER_DIFF = 4_000

/**
 * Turns the doc of `tr` into one with the children `wanted`, by steps as narrow as the differences. y-tiptap replaces
 * the whole doc for each change of others, which takes every mapped decoration and the scroll anchor with it.
 * @param predecessor the old child that a wanted one continues, or undefined for a new one
 * @returns for each wanted child the node that stands for it in the new doc: the old one where they are equal
 */
export function changeNarrowly(
  tr: Transform,
  wanted: readonly Node[],
  predecessor: (index: number) => Node | undefined,
): Node[] {
  const before = tr.doc
  const places = placesOf(before)
  const kept = [...wanted]
  let endA = { index: before.childCount, position: before.content.size }
  let endB = wanted.length
  const settle = (fromA: { index: number; position: number }, fromB: number) => {
    if (fromA.index === endA.index && fromB === endB) return
    tr.replaceWith(fromA.position, endA.position, wanted.slice(fromB, endB))
  }
  // From the end to the start, so that the positions before stay what they were.
  for (let b = wanted.length - 1; b >= 0; b -= 1) {
    const old = predecessor(b)
    const place = old && places.get(old)
    if (!place || place.index >= endA.index) continue
    settle({ index: place.index + 1, position: place.position + old.nodeSize }, b + 1)
    kept[b] = changeBlock(tr, place.position, old, wanted[b] ?? old)
    endA = place
    endB = b
  }
  settle({ index: 0, position: 0 }, 0)
  return kept
}

function placesOf(doc: Node): Map<Node, { index: number; position: number }> {
  const places = new Map<Node, { index: number; position: number }>()
  doc.forEach((block, position, index) => places.set(block, { index, position }))
  return places
}

function changeBlock(tr: Transform, position: number, old: Node, wanted: Node): Node {
  if (wanted.eq(old)) return old
  if (old.isTextblock && old.sameMarkup(wanted)) changeText(tr, position + 1, old, wanted)
  else tr.replaceWith(position, position + old.nodeSize, wanted)
  return tr.doc.resolve(position).nodeAfter ?? wanted
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
