import { Extension } from '@tiptap/core'
import type { AnyExtension } from '@tiptap/core'
import { Collaboration } from '@tiptap/extension-collaboration'
import type { Node, Slice } from '@tiptap/pm/model'
import { Plugin, PluginKey } from '@tiptap/pm/state'
import type { Transaction } from '@tiptap/pm/state'
import type { EditorView } from '@tiptap/pm/view'
import { ySyncPluginKey } from '@tiptap/y-tiptap'
import type * as Y from 'yjs'
import { CHAPTER_FRAGMENT } from '@/lib/prose/schema'
import { changeNarrowly } from './narrow-change'

/** What we use of y-tiptap 3.0.9's binding, which its types keep to themselves. */
interface Binding {
  type: Y.XmlFragment
  mapping: Map<Y.AbstractType<unknown>, Node | Node[]>
  prosemirrorView: EditorView | null
}

/** After a composition ends, ProseMirror reads the words from the page within 20 ms; then others' may come in. */
const AFTER_COMPOSITION_MS = 60

/**
 * Lets y-tiptap write others' changes as narrow steps. It asks its binding for a transaction and replaces the whole
 * doc in it; ours answers that one call with the differences, and keeps the binding's map on the nodes that stayed.
 */
function narrowDown(binding: Binding): void {
  const nodeBefore = rememberNodes(binding.mapping)
  Object.defineProperty(binding, '_tr', {
    configurable: true,
    get(this: Binding): Transaction {
      const view = this.prosemirrorView
      if (!view) throw new Error('The editor is gone.')
      const tr = view.state.tr.setMeta('addToHistory', false)
      const replace = tr.replace.bind(tr)
      tr.replace = (from: number, to?: number, slice?: Slice) => {
        const isWhole = from === 0 && to === tr.doc.content.size && tr.steps.length === 0
        tr.replace = replace
        if (!isWhole || !slice || slice.openStart > 0 || slice.openEnd > 0) return replace(from, to, slice)
        const wanted: Node[] = []
        slice.content.forEach((block) => wanted.push(block))
        if (wanted.length === 0) return replace(from, to, slice)
        const types = typesOf(binding, wanted)
        const kept = changeNarrowly(tr, wanted, (i) => nodeBefore(types[i]))
        kept.forEach((node, i) => types[i] && binding.mapping.set(types[i], node))
        return tr
      }
      return tr
    },
  })
}

/**
 * y-tiptap clears its map before it builds the blocks anew; this keeps what stood in it until the next clearing.
 * The answer gives the block that was shown for a Yjs element before.
 */
function rememberNodes(mapping: Binding['mapping']) {
  let before = new WeakMap<Y.AbstractType<unknown>, Node | Node[]>()
  let now = new WeakMap<Y.AbstractType<unknown>, Node | Node[]>()
  const { set, clear } = mapping
  mapping.set = (type, node) => {
    now.set(type, node)
    return set.call(mapping, type, node)
  }
  mapping.clear = () => {
    before = now
    now = new WeakMap()
    clear.call(mapping)
  }
  return (type: Y.AbstractType<unknown> | undefined): Node | undefined => {
    const node = type && before.get(type)
    return Array.isArray(node) ? undefined : node
  }
}

/** The Yjs element of each block. Elements that ProseMirror cannot show are in the fragment and not among them. */
function typesOf(binding: Binding, wanted: readonly Node[]): Y.AbstractType<unknown>[] {
  const types = binding.type.toArray() as Y.AbstractType<unknown>[]
  let i = 0
  return types.filter((type) => {
    const isNext = binding.mapping.get(type) === wanted[i]
    if (isNext) i += 1
    return isNext
  })
}

/** Whoever holds others' changes back, and asks before they are shown; `Inbox` of the provider. */
export interface RemoteChanges {
  hold(): void
  release(): void
  prepare: () => void
}

/**
 * Reads what the browser shows into the editor's state: a caret that was just put somewhere, letters just typed. ProseMirror
 * waits for the browser's event, which on a busy page comes after others' words; drawing these would put the caret
 * back to where the state has it. Its observer can do it at any time, though its types do not say so.
 */
function readPage(view: EditorView): void {
  const { domObserver } = view as unknown as { domObserver: { flush(): void } }
  if (!view.isDestroyed && !view.composing) domObserver.flush()
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

/** The text is the doc's: Tiptap's Collaboration with narrow changes, own undo, and compositions that survive. */
export function collaboration(doc: Y.Doc, remote: RemoteChanges | null): AnyExtension[] {
  const Narrow = Collaboration.extend({
    addProseMirrorPlugins() {
      const plugins: Plugin[] = this.parent?.() ?? []
      const sync = plugins.find((plugin) => plugin.spec.key === ySyncPluginKey)
      const state = sync?.spec.state
      if (!state) throw new Error('y-tiptap has no sync plugin any more.')
      const init = state.init.bind(sync)
      state.init = (...world) => {
        const made = init(...world) as { binding: Binding }
        narrowDown(made.binding)
        return made
      }
      return plugins
    },
  })
  return [Narrow.configure({ document: doc, field: CHAPTER_FRAGMENT }), Composition.configure({ remote })]
}
