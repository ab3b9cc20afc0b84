import { Extension } from '@tiptap/core'
import type { AnyExtension, CommandProps } from '@tiptap/core'
import { Plugin, PluginKey } from '@tiptap/pm/state'
import type { EditorView } from '@tiptap/pm/view'
import type * as Y from 'yjs'
import { CHAPTER_FRAGMENT } from '@/lib/prose/schema'
import { syncPlugin } from './binding/sync-plugin'
import { undoManagerOf, undoPlugin } from './binding/undo-plugin'
import { readPage } from './read-page'

declare module '@tiptap/core' {
  interface Commands<ReturnType> {
    collaboration: {
      /** Takes back what was written here last. */
      undo: () => ReturnType
      /** Writes again what was taken back last. */
      redo: () => ReturnType
    }
  }
}

/** After a composition ends, ProseMirror reads the words from the page within 20 ms; then others' may come in. */
const AFTER_COMPOSITION_MS = 60

/** Whoever holds others' changes back, and asks before they are shown; `Inbox` of the provider. */
export interface RemoteChanges {
  hold(): void
  release(): void
  prepare: () => void
}

/** Holds others' changes back while a word is composed: drawing its paragraph again would end the composition. */
const Composition = Extension.create<{ remote: RemoteChanges | null }>({
  name: 'composition',
  addOptions: () => ({ remote: null }),
  addProseMirrorPlugins() {
    const { remote } = this.options
    if (!remote) return []
    let timer: ReturnType<typeof setTimeout> | null = null
    const releaseSoon = (view: EditorView) => {
      if (timer !== null) clearTimeout(timer)
      timer = setTimeout(() => {
        timer = null
        if (view.isDestroyed || !view.composing) remote.release()
      }, AFTER_COMPOSITION_MS)
    }
    return [
      new Plugin({
        key: new PluginKey('composition'),
        props: {
          handleDOMEvents: {
            compositionstart() {
              if (timer !== null) clearTimeout(timer)
              timer = null
              remote.hold()
              return false
            },
            compositionend(view) {
              releaseSoon(view)
              return false
            },
            blur(view) {
              releaseSoon(view)
              return false
            },
          },
        },
        view(view) {
          remote.prepare = () => readPage(view)
          return {
            destroy() {
              if (timer !== null) clearTimeout(timer)
              remote.prepare = () => undefined
              remote.release()
            },
          }
        },
      }),
    ]
  },
})

/** The text is the doc's: both kept equal, and undo of one's own words. */
const Collaboration = Extension.create<{ fragment: Y.XmlFragment | null }>({
  name: 'collaboration',
  // Before all that looks at changes.
  priority: 1_000,
  addOptions: () => ({ fragment: null }),
  addCommands() {
    const step = (act: 'undo' | 'redo') => () => (props: CommandProps) => {
      // The change comes back from the doc as a transaction of its own.
      props.tr.setMeta('preventDispatch', true)
      const manager = undoManagerOf(props.state)
      if (!manager || (act === 'undo' ? manager.undoStack : manager.redoStack).length === 0) return false
      return !props.dispatch || manager[act]() !== null
    }
    return { undo: step('undo'), redo: step('redo') }
  },
  addKeyboardShortcuts() {
    const { editor } = this
    return {
      'Mod-z': () => editor.commands.undo(),
      'Mod-y': () => editor.commands.redo(),
      'Shift-Mod-z': () => editor.commands.redo(),
    }
  },
  addProseMirrorPlugins() {
    const { fragment } = this.options
    return fragment ? [syncPlugin(fragment), undoPlugin(fragment)] : []
  },
  onDestroy() {
    undoManagerOf(this.editor.state)?.destroy()
  },
})

/** What makes an editor one of the doc's chapter, whose compositions survive what others write. */
export function collaboration(doc: Y.Doc, remote: RemoteChanges | null): AnyExtension[] {
  const fragment = doc.getXmlFragment(CHAPTER_FRAGMENT)
  return [Collaboration.configure({ fragment }), Composition.configure({ remote })]
}
