import { Extension } from '@tiptap/core'
import type { Editor } from '@tiptap/core'
import { TextSelection } from '@tiptap/pm/state'
import { HEADING_LEVELS } from '@/lib/prose/schema'
import { endUndoStep } from './typing'

/** What a writer can do to the words he has selected, or where his cursor stands. */
export type WritingAct = 'bold' | 'italic' | 'strike' | 'heading' | 'quote' | 'scene_break'

/** Does it. False when it cannot be done here. */
export function act(editor: Editor, what: WritingAct): boolean {
  switch (what) {
    case 'bold':
    case 'italic':
    case 'strike':
      return editor.commands.toggleMark(what)
    case 'heading':
      return editor.commands.toggleNode('heading', 'paragraph', { level: 2 })
    case 'quote':
      return editor.commands.toggleWrap('blockquote')
    case 'scene_break':
      return insertSceneBreak(editor)
  }
}

/** Whether `act` would take it back where the cursor stands. */
export function isActive(editor: Editor, what: WritingAct): boolean {
  switch (what) {
    case 'heading':
      return editor.isActive('heading')
    case 'quote':
      return editor.isActive('blockquote')
    case 'scene_break':
      return false
    case 'bold':
    case 'italic':
    case 'strike':
      return editor.isActive(what)
  }
}

/** Puts a scene break behind the block with the cursor (in its place when it is empty) and goes on behind it. */
function insertSceneBreak(editor: Editor): boolean {
  const { state, view } = editor
  const { sceneBreak, paragraph } = state.schema.nodes
  const { $to } = state.selection
  if (!sceneBreak || !paragraph || !$to.parent.isTextblock) return false
  const isEmpty = $to.parent.content.size === 0
  const at = isEmpty ? $to.before() : $to.after()
  const follows = state.doc.resolve($to.after()).nodeAfter?.isTextblock === true
  endUndoStep(state)
  const tr = state.tr.replaceWith(
    at,
    isEmpty ? $to.after() : at,
    follows ? [sceneBreak.create()] : [sceneBreak.create(), paragraph.create()],
  )
  tr.setSelection(TextSelection.near(tr.doc.resolve(at + 1), 1))
  view.dispatch(tr.scrollIntoView())
  return true
}

/** The keys of the editor: the usual ones, with Ctrl or ⌘. */
export const WritingKeys = Extension.create({
  name: 'writingKeys',
  addKeyboardShortcuts() {
    const { editor } = this
    const hardBreak = () => editor.commands.insertContent({ type: 'hardBreak' })
    return {
      'Mod-b': () => act(editor, 'bold'),
      'Mod-i': () => act(editor, 'italic'),
      'Mod-Shift-x': () => act(editor, 'strike'),
      'Mod-Shift-b': () => act(editor, 'quote'),
      'Mod-Alt-0': () => editor.commands.setNode('paragraph'),
      'Mod-Alt-s': () => act(editor, 'scene_break'),
      'Shift-Enter': hardBreak,
      'Mod-Enter': hardBreak,
      ...Object.fromEntries(
        HEADING_LEVELS.map((level) => [
          `Mod-Alt-${level}`,
          () => editor.commands.toggleNode('heading', 'paragraph', { level }),
        ]),
      ),
    }
  },
})
