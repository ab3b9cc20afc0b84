import { Extension, type Editor } from '@tiptap/core'
import type { Node } from '@tiptap/pm/model'
import { Plugin, PluginKey, type EditorState, type Transaction } from '@tiptap/pm/state'
import { Decoration, DecorationSet } from '@tiptap/pm/view'
import type { Look } from './kinds'

/** The words of one thread in the editor. Positions are ProseMirror's. */
export interface Highlight {
  threadId: string
  from: number
  to: number
  look: Pick<Look, 'hue' | 'stroke'>
  /** `moved` is dashed and nothing else is; `draft` has no thread yet; `rewritten` marks where its words were. */
  state: 'exact' | 'moved' | 'rewritten' | 'draft'
  /** What a screen reader says before the words. */
  label: string
}

interface HighlightState {
  highlights: readonly Highlight[]
  active: string | null
  /** Somebody reads without them: only what is being written about is drawn. */
  hidden: boolean
  shown: DecorationSet
}

type Change = { highlights?: readonly Highlight[]; active?: string | null; hidden?: boolean }

const highlightsKey = new PluginKey<HighlightState>('highlights')

function decorate(
  doc: Node,
  { highlights, active, hidden }: Pick<HighlightState, 'highlights' | 'active' | 'hidden'>,
): DecorationSet {
  const decorations = highlights
    .filter(({ state }) => !hidden || state === 'draft')
    .filter(({ from, to }) => from < to && to <= doc.content.size)
    .map(({ threadId, from, to, look, state, label }) =>
      Decoration.inline(from, to, {
        class: `note note-${state}${threadId === active ? ' note-active' : ''}`,
        style: `--c: var(--${look.hue}); --stroke: ${look.stroke}`,
        'data-thread': threadId,
        'aria-description': label,
      }),
    )
  return DecorationSet.create(doc, decorations)
}

/** Steps are narrow also for what others write (`components/editor/binding`), so every highlight goes with its words. */
function follow(highlights: readonly Highlight[], { mapping }: Transaction): readonly Highlight[] {
  return highlights.map((one) => {
    const from = mapping.map(one.from, 1)
    return { ...one, from, to: Math.max(from, mapping.map(one.to, -1)) }
  })
}

function apply(tr: Transaction, state: HighlightState): HighlightState {
  const change = tr.getMeta(highlightsKey) as Change | undefined
  if (change) {
    const highlights = change.highlights ?? follow(state.highlights, tr)
    const active = change.active === undefined ? state.active : change.active
    const hidden = change.hidden ?? state.hidden
    return { highlights, active, hidden, shown: decorate(tr.doc, { highlights, active, hidden }) }
  }
  if (!tr.docChanged) return state
  // With each key: only the decorations of the blocks that changed are made anew.
  return { ...state, highlights: follow(state.highlights, tr), shown: state.shown.map(tr.mapping, tr.doc) }
}

function threadsAt(state: EditorState, position: number): string[] {
  const { highlights, hidden } = highlightsKey.getState(state) ?? { highlights: [], hidden: false }
  if (hidden) return []
  return highlights
    .filter(({ from, to, state: kind }) => kind !== 'draft' && from <= position && position <= to)
    .sort((a, b) => a.to - a.from - (b.to - b.from))
    .map(({ threadId }) => threadId)
}

interface HighlightsStorage {
  /** Called with the threads under a click, the shortest passage first. The margin sets it. */
  onPick: ((threadIds: string[]) => void) | null
}

declare module '@tiptap/core' {
  interface Storage {
    highlights: HighlightsStorage
  }
}

/** Draws the words of threads as decorations: they never touch the text. The margin says which and where. */
export const Highlights = Extension.create<object, HighlightsStorage>({
  name: 'highlights',
  addStorage: () => ({ onPick: null }),
  addProseMirrorPlugins() {
    const { storage } = this
    return [
      new Plugin<HighlightState>({
        key: highlightsKey,
        state: {
          init: () => ({ highlights: [], active: null, hidden: false, shown: DecorationSet.empty }),
          apply,
        },
        props: {
          decorations: (state) => highlightsKey.getState(state)?.shown,
          handleClick(view, position) {
            storage.onPick?.(threadsAt(view.state, position))
            return false
          },
        },
      }),
    ]
  },
})

function change(editor: Editor, meta: Change): void {
  if (editor.isDestroyed) return
  editor.view.dispatch(editor.state.tr.setMeta(highlightsKey, meta))
}

/** Shows these highlights instead of those before. */
export function showHighlights(editor: Editor, highlights: readonly Highlight[]): void {
  change(editor, { highlights })
}

/** Draws no highlights while somebody reads, or draws them again; they go with their words all the same. */
export function hideHighlights(editor: Editor, hidden: boolean): void {
  change(editor, { hidden })
}

/** Marks the words of one thread as the active ones. */
export function activateHighlight(editor: Editor, threadId: string | null): void {
  change(editor, { active: threadId })
}

/** Where the words of each thread begin now, by its id. */
export function highlightStarts(editor: Editor): ReadonlyMap<string, number> {
  const { highlights } = highlightsKey.getState(editor.state) ?? { highlights: [] }
  return new Map(highlights.map(({ threadId, from }) => [threadId, from]))
}

/** Where the words of a thread are now, followed through every edit since they were placed; null when unknown. */
export function highlightOf(editor: Editor, threadId: string): { from: number; to: number } | null {
  const { highlights } = highlightsKey.getState(editor.state) ?? { highlights: [] }
  return highlights.find((one) => one.threadId === threadId) ?? null
}
