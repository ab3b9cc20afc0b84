import type { EditorView } from '@tiptap/pm/view'

/**
 * Reads what the browser shows into the editor's state: a caret that was just put somewhere, letters just typed. ProseMirror
 * waits for the browser's event, which on a busy page comes after others' words or a change of highlights; drawing these
 * would put the caret back to where the state has it. Its observer can do it at any time, though its types do not say so.
 */
export function readPage(view: EditorView): void {
  const { domObserver } = view as unknown as { domObserver: { flush(): void } }
  if (!view.isDestroyed && !view.composing) domObserver.flush()
}
