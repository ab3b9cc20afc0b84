import { Extension } from '@tiptap/core'
import type { Editor } from '@tiptap/core'
import { Plugin, PluginKey } from '@tiptap/pm/state'
import type { Transaction } from '@tiptap/pm/state'
import { Decoration, DecorationSet } from '@tiptap/pm/view'
import type { EditorView } from '@tiptap/pm/view'

/** A stretch of the text to be marked on screen. It is never written to the text. Positions are ProseMirror's. */
export interface Highlight {
  /** Names it in clicks and look-ups, for instance a thread's id. */
  id: string
  from: number
  to: number
  /** Class names of the span around the words. */
  className: string
  /** Read out before the words: what the mark means. */
  label?: string
  /** Further attributes, such as `data-kind`. */
  attributes?: Record<string, string>
}

/** A piece of interface between two characters: the new words of a suggestion, a sign. Positions are ProseMirror's. */
export interface Insertion {
  id: string
  at: number
  /** Equal keys let the editor keep the element. */
  key: string
  /** -1: before what is typed at this place, 1: after it. */
  side: -1 | 1
  render: () => HTMLElement
}

interface Shown {
  set: DecorationSet
}

type Change = { highlights: readonly Highlight[]; insertions: readonly Insertion[] }

const key = new PluginKey<Shown>('highlights')

function decorationsOf(change: Change, tr: Transaction): DecorationSet {
  const size = tr.doc.content.size
  const inline = change.highlights
    .filter(({ from, to }) => from < to && from >= 0 && to <= size)
    .map(({ id, from, to, className, label, attributes }) =>
      Decoration.inline(
        from,
        to,
        {
          ...attributes,
          class: className,
          'data-highlight': id,
          ...(label ? { role: 'mark', 'aria-label': label } : {}),
        },
        { id },
      ),
    )
  const widgets = change.insertions
    .filter(({ at }) => at >= 0 && at <= size)
    .map(({ id, at, side, render, ...rest }) =>
      Decoration.widget(at, render, { id, key: rest.key, side, ignoreSelection: true }),
    )
  return DecorationSet.create(tr.doc, [...inline, ...widgets])
}

/**
 * Shows these and only these. They move with the text from then on (also with what others write); set them again when
 * threads change, or when the server reports other placements.
 */
export function setHighlights(
  editor: Editor,
  highlights: readonly Highlight[],
  insertions: readonly Insertion[] = [],
): void {
  if (editor.isDestroyed) return
  const tr = editor.state.tr.setMeta(key, { highlights, insertions } satisfies Change)
  editor.view.dispatch(tr.setMeta('addToHistory', false))
}

/** Where a highlight stands now; null when it is not shown, or its words are gone. */
export function highlightRange(editor: Editor, id: string): { from: number; to: number } | null {
  const found = key.getState(editor.state)?.set.find(undefined, undefined, (spec) => spec.id === id) ?? []
  const ranges = found.filter((decoration) => decoration.from < decoration.to)
  if (ranges.length === 0) return null
  return {
    from: Math.min(...ranges.map((range) => range.from)),
    to: Math.max(...ranges.map((range) => range.to)),
  }
}

/** The ids of the highlights at a position, the shortest first: that is the one a click means. */
export function highlightsAt(editor: Editor, position: number): string[] {
  const found = key.getState(editor.state)?.set.find(position, position) ?? []
  return found
    .filter((decoration) => decoration.from < decoration.to)
    .sort((a, b) => a.to - a.from - (b.to - b.from))
    .map((decoration) => String((decoration.spec as { id?: unknown }).id))
}

export interface HighlightsOptions {
  /** A click or tap on highlighted words, with the ids there; true when that is all it should do. */
  onPress: ((ids: string[], view: EditorView) => boolean) | null
}

/** The slot for what stands on the words without being in them: critique, search hits. */
export const Highlights = Extension.create<HighlightsOptions>({
  name: 'highlights',
  addOptions: () => ({ onPress: null }),
  addProseMirrorPlugins() {
    const { editor, options } = this
    return [
      new Plugin<Shown>({
        key,
        state: {
          init: () => ({ set: DecorationSet.empty }),
          apply(tr, shown) {
            const change = tr.getMeta(key) as Change | undefined
            if (change) return { set: decorationsOf(change, tr) }
            return tr.docChanged ? { set: shown.set.map(tr.mapping, tr.doc) } : shown
          },
        },
        props: {
          decorations: (state) => key.getState(state)?.set,
          handleClick(view, position) {
            const ids = highlightsAt(editor, position)
            return ids.length > 0 && (options.onPress?.(ids, view) ?? false)
          },
        },
      }),
    ]
  },
})
