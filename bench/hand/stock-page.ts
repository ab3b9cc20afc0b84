/**
 * The stock page: Tiptap with its own Collaboration and CollaborationCaret over y-websocket's provider, our nodes so that
 * it shows the same chapter, and highlights as a plain decoration set that is mapped through each change.
 */
import { Editor, Extension } from '@tiptap/core'
import { Collaboration } from '@tiptap/extension-collaboration'
import { CollaborationCaret } from '@tiptap/extension-collaboration-caret'
import { Plugin, PluginKey } from '@tiptap/pm/state'
import { Decoration, DecorationSet } from '@tiptap/pm/view'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { proseExtensions } from '@/components/editor/prose-nodes'
import { CHAPTER_FRAGMENT } from '@/lib/prose/schema'

interface Mark {
  thread: string
  from: number
  to: number
}

const marksKey = new PluginKey<DecorationSet>('marks')

const Marks = Extension.create({
  name: 'marks',
  addProseMirrorPlugins: () => [
    new Plugin<DecorationSet>({
      key: marksKey,
      state: {
        init: () => DecorationSet.empty,
        apply(tr, shown) {
          const marks = tr.getMeta(marksKey) as Mark[] | undefined
          if (!marks) return shown.map(tr.mapping, tr.doc)
          const made = marks.map(({ thread, from, to }) =>
            Decoration.inline(from, to, { class: 'note', 'data-thread': thread }),
          )
          return DecorationSet.create(tr.doc, made)
        },
      },
      props: { decorations: (state) => marksKey.getState(state) },
    }),
  ],
})

const asked = new URLSearchParams(location.search)
const room = asked.get('room') ?? ''
const loadMarks = fetch(`/marks/${room}`).then((response) => response.json() as Promise<Mark[]>)
const doc = new Y.Doc()
const provider = new WebsocketProvider(asked.get('server') ?? '', room, doc)
const editor = new Editor({
  element: document.querySelector('main'),
  extensions: [
    ...proseExtensions(),
    Collaboration.configure({ document: doc, field: CHAPTER_FRAGMENT }),
    CollaborationCaret.configure({
      provider,
      user: { name: asked.get('name'), color: asked.get('colour') },
    }),
    Marks,
  ],
})

/** Shows the marks once the text is there: the server may say that all is synced while it still loads. */
async function showMarks(): Promise<void> {
  const marks = await loadMarks
  const end = Math.max(...marks.map(({ to }) => to))
  const show = () => {
    if (editor.state.doc.content.size < end) return
    editor.off('transaction', show)
    editor.view.dispatch(editor.state.tr.setMeta(marksKey, marks).setMeta('addToHistory', false))
  }
  editor.on('transaction', show)
  show()
}

void showMarks()
