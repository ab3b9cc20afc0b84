import { Extension } from '@tiptap/core'
import type { ResolvedPos } from '@tiptap/pm/model'
import { Plugin, PluginKey, TextSelection } from '@tiptap/pm/state'
import type { EditorState } from '@tiptap/pm/state'
import type { EditorView } from '@tiptap/pm/view'
import { typographicReplacement } from '@/lib/prose/typography'
import { undoManagerOf } from './binding/undo-plugin'
import { isFromDoc } from './guard'

/** What was replaced last, so that Backspace brings back what was typed. Positions are ProseMirror's. */
interface Replaced {
  from: number
  to: number
  typed: string
}

const key = new PluginKey<Replaced | null>('typing')

/** A paragraph of these alone is a scene break: at once, or with Enter. */
const BREAK_AT_ONCE = /^(?:\*{3}|-{3})$/
const BREAK_WITH_ENTER = /^(?:#|\*{3,}|-{3,}|\* \* \*|⁂|~|❧)$/

/** The next edit is a step of undo of its own. */
export function endUndoStep(state: EditorState): void {
  undoManagerOf(state)?.stopCapturing()
}

function textBefore($at: ResolvedPos): string {
  return $at.parent.textBetween(0, $at.parentOffset, '', '\n')
}

/** Puts a scene break in the place of the paragraph at `$at`, and the cursor behind it. */
function breakScene(view: EditorView, $at: ResolvedPos): void {
  const { state } = view
  const { sceneBreak, paragraph } = state.schema.nodes
  if (!sceneBreak || !paragraph) return
  const from = $at.before()
  const to = $at.after()
  const isLast = $at.index($at.depth - 1) === $at.node($at.depth - 1).childCount - 1
  const next = state.doc.resolve(to).nodeAfter
  const needsParagraph = isLast || !next?.isTextblock
  endUndoStep(state)
  const tr = state.tr.replaceWith(
    from,
    to,
    needsParagraph ? [sceneBreak.create(), paragraph.create()] : [sceneBreak.create()],
  )
  tr.setSelection(TextSelection.near(tr.doc.resolve(from + 1), 1))
  view.dispatch(tr.scrollIntoView())
  endUndoStep(view.state)
}

function typedQuote(
  view: EditorView,
  range: { from: number; to: number },
  typed: string,
  language: string,
): boolean {
  const { state } = view
  const $from = state.doc.resolve(range.from)
  const change = typographicReplacement(textBefore($from), typed, language)
  if (change === null) return false
  const start = range.from - change.deleteBefore
  const was = state.doc.textBetween(start, range.from, '', '\n') + typed
  // First what was typed, then what it becomes: two steps of undo, as two acts.
  view.dispatch(state.tr.insertText(typed, range.from, range.to))
  endUndoStep(view.state)
  const tr = view.state.tr.insertText(change.insert, start, range.from + typed.length)
  tr.setMeta(key, { from: start, to: start + change.insert.length, typed: was } satisfies Replaced)
  view.dispatch(tr.scrollIntoView())
  endUndoStep(view.state)
  return true
}

/** Typographic quotes, dashes and scene breaks while typing; never inside a composition. */
export const Typing = Extension.create<{ language: string }>({
  name: 'typing',
  addOptions: () => ({ language: 'en' }),
  addProseMirrorPlugins() {
    const { language } = this.options
    return [
      new Plugin<Replaced | null>({
        key,
        state: {
          init: () => null,
          apply(tr, replaced) {
            const made = tr.getMeta(key) as Replaced | undefined
            if (made) return made
            if (!replaced) return null
            if (isFromDoc(tr)) {
              return { ...replaced, from: tr.mapping.map(replaced.from), to: tr.mapping.map(replaced.to) }
            }
            return tr.docChanged || tr.selectionSet ? null : replaced
          },
        },
        props: {
          handleTextInput(view, from, to, typed) {
            if (view.composing || !view.editable || typed.length !== 1) return false
            const $from = view.state.doc.resolve(from)
            if (!$from.parent.isTextblock) return false
            const whole = textBefore($from) + typed
            const isAtEnd = $from.sameParent(view.state.doc.resolve(to)) && to === $from.end()
            if ($from.parent.type.name === 'paragraph' && isAtEnd && BREAK_AT_ONCE.test(whole)) {
              view.dispatch(view.state.tr.insertText(typed, from, to))
              breakScene(view, view.state.doc.resolve(from))
              return true
            }
            return typedQuote(view, { from, to }, typed, language)
          },
          handleKeyDown(view, event) {
            if (view.composing || !view.editable) return false
            const { state } = view
            const { $from, empty } = state.selection
            const isPlain = !event.shiftKey && !event.ctrlKey && !event.metaKey && !event.altKey
            if (event.key === 'Backspace' && isPlain) {
              const replaced = key.getState(state)
              if (!replaced || !empty || replaced.to !== $from.pos) return false
              view.dispatch(state.tr.insertText(replaced.typed, replaced.from, replaced.to))
              return true
            }
            if (event.key !== 'Enter' || !isPlain || !empty) return false
            const isParagraph = $from.parent.type.name === 'paragraph' && $from.parentOffset > 0
            if (!isParagraph || !BREAK_WITH_ENTER.test($from.parent.textContent.trim())) return false
            breakScene(view, $from)
            return true
          },
        },
      }),
    ]
  },
})
