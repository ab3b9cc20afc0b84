import { Plugin } from '@tiptap/pm/state'
import type { EditorState, Transaction } from '@tiptap/pm/state'
import { ySyncPluginKey } from '@tiptap/y-tiptap'
import type * as Y from 'yjs'
import { ChapterBinding } from './chapter-binding'
import type { ChangeMark } from './chapter-binding'

/** What y-tiptap's cursors read of the sync plugin, under its key. */
interface SyncState extends ChangeMark {
  type: Y.XmlFragment
  doc: Y.Doc
  binding: ChapterBinding
  /** A past state on the page; here the past has pages of its own. */
  snapshot: null
  prevSnapshot: null
}

/** The plugin that keeps an editor and a fragment equal: y-tiptap's `ySyncPlugin` with a binding of our own. */
export function syncPlugin(fragment: Y.XmlFragment): Plugin<SyncState> {
  const binding = new ChapterBinding(fragment)
  return new Plugin<SyncState>({
    key: ySyncPluginKey,
    state: {
      init: () => ({
        type: fragment,
        doc: binding.doc,
        binding,
        snapshot: null,
        prevSnapshot: null,
        isChangeOrigin: false,
        isUndoRedoOperation: false,
      }),
      apply(tr, state) {
        const { isChangeOrigin = false, isUndoRedoOperation = false } = markOf(tr)
        return { ...state, isChangeOrigin, isUndoRedoOperation }
      },
    },
    view(view) {
      binding.open(view)
      return {
        update: ({ state }) => binding.write(state),
        destroy: () => binding.close(),
      }
    },
  })
}

function markOf(tr: Transaction): Partial<ChangeMark> {
  return (tr.getMeta(ySyncPluginKey) as Partial<ChangeMark> | undefined) ?? {}
}

/** The binding of an editor, undefined in one that is bound to nothing. */
export function bindingOf(state: EditorState): ChapterBinding | undefined {
  return (ySyncPluginKey.getState(state) as SyncState | undefined)?.binding
}
