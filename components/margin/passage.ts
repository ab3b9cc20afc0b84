import type { Editor } from '@tiptap/core'
import type * as Y from 'yjs'
import { plainMap, type PlainMap } from '@/lib/prose/plain'
import { encodeBase64 } from '@/lib/text/anchor'
import { plainText, TEXT_ROOT, type PlainText } from '@/lib/text/plain'
import type { DraftPassage } from './drafts'

/** The same text seen from Yjs and from the editor. */
export interface BothSides {
  plain: PlainText
  map: PlainMap
}

/** Null while the editor holds remote changes back (composition): then the two sides differ. */
export function bothSides(editor: Editor, ydoc: Y.Doc): BothSides | null {
  const plain = plainText(ydoc.getXmlFragment(TEXT_ROOT))
  const map = plainMap(editor.state.doc)
  return plain.text === map.text ? { plain, map } : null
}

/** Characters of context sent along, which tell equal passages apart. */
const CONTEXT = 64

/** The ends of a stretch of plain text as the API takes them. */
export function endsOf(plain: PlainText, from: number, to: number): { start: string; end: string } {
  return { start: encodeBase64(plain.positionBefore(from)), end: encodeBase64(plain.positionAfter(to)) }
}

/** The selected words, without blanks at their ends; null when nothing is selected. */
export function selectedPassage(editor: Editor, ydoc: Y.Doc): DraftPassage | null {
  const { from, to, empty } = editor.state.selection
  const sides = empty ? null : bothSides(editor, ydoc)
  if (!sides) return null
  const { plain, map } = sides
  const start = map.offsetAt(from)
  const chosen = plain.text.slice(start, map.offsetAt(to))
  const words = chosen.trim()
  if (words === '') return null
  const first = start + chosen.indexOf(words)
  const last = first + words.length
  return {
    ...endsOf(plain, first, last),
    quote: words,
    prefix: plain.text.slice(Math.max(0, first - CONTEXT), first),
    suffix: plain.text.slice(last, last + CONTEXT),
  }
}

/** Nothing is selected any more: the words have become a note's, which marks them, and the tools over them go away. */
export function letGo(editor: Editor): void {
  editor.commands.setTextSelection(editor.state.selection.to)
  // Where the text may not be changed the editor leaves the page's own selection alone.
  if (!editor.isEditable) window.getSelection()?.removeAllRanges()
}

/** Brings the beginning of a stretch of plain text into the middle of the window. */
export function bringPassage(editor: Editor, { from }: { from: number }): void {
  if (editor.isDestroyed) return
  const { node } = editor.view.domAtPos(plainMap(editor.state.doc).positionAt(from))
  const element = node instanceof Element ? node : node.parentElement
  element?.scrollIntoView({ block: 'center' })
}
