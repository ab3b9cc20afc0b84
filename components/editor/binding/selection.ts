import type { Node } from '@tiptap/pm/model'
import { AllSelection, NodeSelection, Selection, TextSelection } from '@tiptap/pm/state'
import type { Transaction } from '@tiptap/pm/state'
import {
  findAbsolutePositionAfterStructuralChange,
  getRelativeSelection,
  relativePositionToAbsolutePosition,
} from '@tiptap/y-tiptap'
import * as Y from 'yjs'
import type { Shown } from './nodes'

/** A selection as places in the Yjs doc, with the positions that it had. */
export interface RelativeSelection {
  type: string
  anchor: Y.RelativePosition | null
  head: Y.RelativePosition | null
  absAnchor: number
  absHead: number
}

/** A fragment of a doc, and what stands on the page for it. */
interface Bound {
  doc: Y.Doc
  type: Y.XmlFragment
  mapping: Shown
}

/** The selection of `state` as places in the Yjs doc, which must say what `state` says. */
export function relativeSelection(
  binding: Bound,
  state: Parameters<typeof getRelativeSelection>[1],
): RelativeSelection {
  // Its type asks for y-tiptap's own binding; it reads nothing but these.
  return getRelativeSelection(binding as never, state)
}

/**
 * Puts a selection to where it was before a change. Yjs knows the place best; a block that was replaced by one with the
 * same words (made a heading, moved) is found by its words; else the steps of `tr` have mapped it already.
 * @param before the doc for which `selection` has positions; null when they are not to be trusted
 */
export function restoreSelection(
  tr: Transaction,
  selection: RelativeSelection,
  binding: Bound,
  before: Node | null,
): void {
  if (selection.type === 'all') {
    tr.setSelection(new AllSelection(tr.doc))
    return
  }
  const anchor = place(tr, selection.anchor, binding, before, selection.absAnchor) ?? tr.selection.anchor
  if (selection.type === 'node') {
    const $anchor = tr.doc.resolve(anchor)
    const { nodeAfter } = $anchor
    const isSelectable = nodeAfter !== null && NodeSelection.isSelectable(nodeAfter)
    tr.setSelection(isSelectable ? NodeSelection.create(tr.doc, anchor) : Selection.near($anchor))
    return
  }
  if (selection.type !== 'text') return
  const head = place(tr, selection.head, binding, before, selection.absHead) ?? tr.selection.head
  if (anchor === tr.selection.anchor && head === tr.selection.head) return
  tr.setSelection(TextSelection.between(tr.doc.resolve(anchor), tr.doc.resolve(head)))
}

/** The position in the new doc, or null when only the mapping of the steps can tell. */
function place(
  tr: Transaction,
  relative: Y.RelativePosition | null,
  binding: Bound,
  before: Node | null,
  was: number,
): number | null {
  const { doc, type, mapping } = binding
  const position =
    relative && isLive(relative, binding)
      ? relativePositionToAbsolutePosition(doc, type, relative, mapping)
      : null
  if (position !== null && position <= tr.doc.content.size) return position
  if (!before || was > before.content.size) return null
  return inOtherKind(before, tr.doc, was) ?? findAbsolutePositionAfterStructuralChange(before, tr.doc, was)
}

/** The same place in a block that became one of another kind where it stood, with the same words; else null. */
function inOtherKind(before: Node, after: Node, was: number): number | null {
  const $was = before.resolve(was)
  const index = $was.index(0)
  const [old, now] = [before.maybeChild(index), after.maybeChild(index)]
  if ($was.depth !== 1 || !old?.isTextblock || !now?.isTextblock) return null
  if (old.type === now.type || old.textContent !== now.textContent) return null
  let start = 0
  for (let i = 0; i < index; i++) start += after.child(i).nodeSize
  return start + 1 + $was.parentOffset
}

/** True when the type that a place lies in is still in the chapter. Of one that was deleted Yjs still tells an index. */
function isLive(relative: Y.RelativePosition, { doc, type }: Bound): boolean {
  const found = Y.createAbsolutePositionFromRelativePosition(relative, doc)
  if (!found) return false
  let parent: Y.AbstractType<unknown> | null = found.type
  while (parent && parent !== type) {
    if (!parent._item || parent._item.deleted) return false
    parent = parent._item.parent as Y.AbstractType<unknown> | null
  }
  return parent === type
}
