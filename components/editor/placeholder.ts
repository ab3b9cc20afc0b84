import { Extension } from '@tiptap/core'
import { Plugin, PluginKey } from '@tiptap/pm/state'
import { Decoration, DecorationSet } from '@tiptap/pm/view'

/** Shows `words` in a chapter that is one empty paragraph. */
export const Placeholder = Extension.create<{ words: string }>({
  name: 'placeholder',
  addOptions: () => ({ words: '' }),
  addProseMirrorPlugins() {
    const { words } = this.options
    return [
      new Plugin({
        key: new PluginKey('placeholder'),
        props: {
          decorations({ doc }) {
            const only = doc.childCount === 1 ? doc.firstChild : null
            if (!only?.isTextblock || only.content.size > 0) return null
            const attributes = { class: 'is-empty', 'data-placeholder': words }
            return DecorationSet.create(doc, [Decoration.node(0, only.nodeSize, attributes)])
          },
        },
      }),
    ]
  },
})
