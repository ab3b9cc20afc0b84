import { Plugin } from '@tiptap/pm/state'
import type { EditorState } from '@tiptap/pm/state'
import type { EditorView } from '@tiptap/pm/view'
import { defaultDeleteFilter, defaultProtectedNodes, ySyncPluginKey, yUndoPluginKey } from '@tiptap/y-tiptap'
import * as Y from 'yjs'
import { relativeSelection, restoreSelection } from './selection'
import type { RelativeSelection } from './selection'
import { bindingOf } from './sync-plugin'

/** What is read under y-tiptap's key, by its commands too. */
interface UndoState {
  undoManager: Y.UndoManager
  /** Where the caret was before the last change that was made here. */
  selectionBefore: RelativeSelection | null
}

/** Under this name a step of undo keeps where the caret was before it. */
const SELECTION = 'selection'

/** Undo of what was written here, and of nothing that others wrote. The caret goes back to where it was. */
export function undoPlugin(fragment: Y.XmlFragment): Plugin<UndoState> {
  const plugin: Plugin<UndoState> = new Plugin<UndoState>({
    key: yUndoPluginKey,
    state: {
      init: () => ({ undoManager: managerOf(fragment), selectionBefore: null }),
      apply(tr, state, before) {
        if (!tr.docChanged || tr.getMeta(ySyncPluginKey) !== undefined) return state
        return { ...state, selectionBefore: selectionIn(before) }
      },
    },
    view(view) {
      const stateOf = () => plugin.getState(view.state)
      const manager = stateOf()?.undoManager
      const added = ({ stackItem }: StackEvent) => stackItem.meta.set(SELECTION, stateOf()?.selectionBefore)
      const popped = ({ stackItem }: StackEvent) => goBack(view, stackItem.meta.get(SELECTION))
      manager?.on('stack-item-added', added)
      manager?.on('stack-item-popped', popped)
      return {
        destroy() {
          manager?.off('stack-item-added', added)
          manager?.off('stack-item-popped', popped)
        },
      }
    },
  })
  return plugin
}

/** The undo of an editor; undefined in one that is bound to nothing. */
export function undoManagerOf(state: EditorState): Y.UndoManager | undefined {
  return (yUndoPluginKey.getState(state) as UndoState | undefined)?.undoManager
}

interface StackEvent {
  stackItem: { meta: Map<unknown, unknown> }
}

function managerOf(fragment: Y.XmlFragment): Y.UndoManager {
  return new Y.UndoManager(fragment, {
    trackedOrigins: new Set([ySyncPluginKey]),
    // A paragraph in which others have written stays when its making is undone.
    deleteFilter: (item) => defaultDeleteFilter(item, defaultProtectedNodes),
  })
}

function selectionIn(state: EditorState): RelativeSelection | null {
  const binding = bindingOf(state)
  return binding?.isEqualTo(state.doc) ? relativeSelection(binding, state) : null
}

function goBack(view: EditorView, selection: unknown): void {
  const binding = bindingOf(view.state)
  if (!binding || !selection) return
  const { tr } = view.state
  restoreSelection(tr, selection as RelativeSelection, binding, null)
  view.dispatch(tr.scrollIntoView())
}
