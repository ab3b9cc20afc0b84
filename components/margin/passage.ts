import type { Editor } from '@tiptap/core'
import type * as Y from 'yjs'
import { plainMap, type PlainMap } from '@/lib/prose/plain'
import { encodeBase64 } from '@/lib/text/anchor'
import { wordsBeside } from '@/lib/text/insertion'
import { keptPlainText } from '@/lib/text/kept-plain'
import { TEXT_ROOT, type PlainText } from '@/lib/text/plain'
import type { DraftPassage } from './drafts'

/** The same text seen from Yjs and from the editor. */
export interface BothSides {
  plain: PlainText
  map: PlainMap
}

/** Null while the editor holds remote changes back (composition): then the two sides differ. */
export function bothSides(editor: Editor, ydoc: Y.Doc): BothSides | null {
  const plain = keptPlainText(ydoc.getXmlFragment(TEXT_ROOT))
  const map = plainMap(editor.state.doc)
  return plain.text === map.text ? { plain, map } : null
}

/** Characters of context sent along, which tell equal passages apart. */
const CONTEXT = 64

/** The ends of a stretch of plain text as the API takes them. */
export function endsOf(plain: PlainText, from: number, to: number): { start: string; end: string } {
  return { start: encodeBase64(plain.positionBefore(from)), end: encodeBase64(plain.positionAfter(to)) }
}

/** What a note on a stretch of plain text knows of it. */
function passageOf(plain: PlainText, from: number, to: number): DraftPassage {
  return {
    ...endsOf(plain, from, to),
    quote: plain.text.slice(from, to),
    prefix: plain.text.slice(Math.max(0, from - CONTEXT), from),
    suffix: plain.text.slice(to, to + CONTEXT),
  }
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
  return passageOf(plain, first, first + words.length)
}

/** The words beside the page's caret, and where it stands in them; null without one in the text, or without words beside it. */
export function passageAtCaret(editor: Editor, ydoc: Y.Doc): { passage: DraftPassage; at: number } | null {
  const { dom } = editor.view
  const selection = window.getSelection()
  const node = selection?.isCollapsed ? selection.anchorNode : null
  const sides = node && node !== dom && dom.contains(node) ? bothSides(editor, ydoc) : null
  if (!sides || !node || !selection) return null
  const { plain, map } = sides
  const beside = wordsBeside(plain.text, map.offsetAt(editor.view.posAtDOM(node, selection.anchorOffset)))
  return beside && { passage: passageOf(plain, beside.from, beside.to), at: beside.at }
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
