import { Extension, type Editor } from '@tiptap/core'
import type { Node } from '@tiptap/pm/model'
import { Plugin, PluginKey, type EditorState, type Transaction } from '@tiptap/pm/state'
import { Decoration, DecorationSet } from '@tiptap/pm/view'
import { isFromDoc } from '@/components/editor/guard'
import { readPage } from '@/components/editor/read-page'
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
  /**
   * Something that others wrote, or an undo, went through it: it comes as blocks made anew, and the highlight can have grown
   * or shrunk by what is not the passage, until it is placed again.
   */
  isBlurred?: boolean
  /** What a suggestion changes: the words that go, and those that come behind them. */
  edits?: readonly SuggestedEdit[]
}

/** Words from `from` to `to` go, and `put` comes. Positions are ProseMirror's. */
export interface SuggestedEdit {
  from: number
  to: number
  put: string
}

interface HighlightState {
  highlights: readonly Highlight[]
  active: string | null
  /** Threads whose words are followed but not marked: the filter has put them away. */
  hidden: ReadonlySet<string>
  /** Somebody reads without them: only what is being written about is drawn. */
  isQuiet: boolean
  shown: DecorationSet
}

type Change = {
  highlights?: readonly Highlight[]
  active?: string | null
  hidden?: ReadonlySet<string>
  isQuiet?: boolean
}

const NONE: ReadonlySet<string> = new Set()

const highlightsKey = new PluginKey<HighlightState>('highlights')

function decorate(
  doc: Node,
  { highlights, active, hidden, isQuiet }: Omit<HighlightState, 'shown'>,
): DecorationSet {
  const decorations = highlights
    .filter(({ state }) => !isQuiet || state === 'draft')
    .filter(({ threadId, from, to }) => from < to && to <= doc.content.size && !hidden.has(threadId))
    .flatMap(({ threadId, from, to, look, state, label, edits = [] }) => [
      Decoration.inline(from, to, {
        class: `note note-${state}${edits.length > 0 ? ' note-suggested' : ''}${threadId === active ? ' note-active' : ''}`,
        style: `--c: var(--${look.hue}); --stroke: ${look.stroke}`,
        'data-thread': threadId,
        'aria-description': label,
      }),
      ...edits.flatMap((edit) => drawn(edit, threadId)),
    ])
  return DecorationSet.create(doc, decorations)
}

/** New words stand in the text as if they were there; they are none of it: not copied, not written into. */
function drawn({ from, to, put }: SuggestedEdit, threadId: string): Decoration[] {
  const out = from < to ? [Decoration.inline(from, to, { class: 'suggest-out', nodeName: 'del' })] : []
  if (put === '') return out
  const come = () => {
    const element = document.createElement('ins')
    element.className = 'suggest-in'
    element.dataset.suggested = ''
    element.contentEditable = 'false'
    element.textContent = put
    return element
  }
  return [
    ...out,
    Decoration.widget(to, come, { side: 1, ignoreSelection: true, key: `${threadId} ${from} ${put}` }),
  ]
}

/** True when a change touches a stretch, its ends included. */
function goesThrough({ mapping }: Transaction, stretch: { from: number; to: number }): boolean {
  let { from, to } = stretch
  return mapping.maps.some((map) => {
    let isTouched = false
    map.forEach((start, end) => {
      if (start <= to && end >= from) isTouched = true
    })
    from = map.map(from, 1)
    to = Math.max(from, map.map(to, -1))
    return isTouched
  })
}

/** Steps are narrow also for what others write (`components/editor/binding`), so every highlight goes with its words. */
function follow(highlights: readonly Highlight[], tr: Transaction): readonly Highlight[] {
  const { mapping } = tr
  const fromDoc = isFromDoc(tr)
  return highlights.map((one) => {
    const from = mapping.map(one.from, 1)
    const isBlurred = one.isBlurred || (fromDoc && goesThrough(tr, one))
    const edits = one.edits?.map((edit) => {
      const start = mapping.map(edit.from, 1)
      return { ...edit, from: start, to: Math.max(start, mapping.map(edit.to, -1)) }
    })
    const to = Math.max(from, mapping.map(one.to, -1))
    return { ...one, from, to, ...(isBlurred && { isBlurred }), ...(edits && { edits }) }
  })
}

function apply(tr: Transaction, state: HighlightState): HighlightState {
  const change = tr.getMeta(highlightsKey) as Change | undefined
  if (change) {
    const highlights = change.highlights ?? follow(state.highlights, tr)
    const active = change.active === undefined ? state.active : change.active
    const { hidden = state.hidden, isQuiet = state.isQuiet } = change
    const next = { highlights, active, hidden, isQuiet }
    return { ...next, shown: decorate(tr.doc, next) }
  }
  if (!tr.docChanged) return state
  // With each key: only the decorations of the blocks that changed are made anew.
  return { ...state, highlights: follow(state.highlights, tr), shown: state.shown.map(tr.mapping, tr.doc) }
}

function threadsAt(state: EditorState, position: number): string[] {
  const now = highlightsKey.getState(state)
  if (!now || now.isQuiet) return []
  const { highlights, hidden } = now
  return highlights
    .filter(({ threadId, state: kind }) => kind !== 'draft' && !hidden.has(threadId))
    .filter(({ from, to }) => from <= position && position <= to)
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
          init: () => ({
            highlights: [],
            active: null,
            hidden: NONE,
            isQuiet: false,
            shown: DecorationSet.empty,
          }),
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
  readPage(editor.view)
  editor.view.dispatch(editor.state.tr.setMeta(highlightsKey, meta))
}

/** Shows these highlights instead of those before. */
export function showHighlights(editor: Editor, highlights: readonly Highlight[]): void {
  if (highlights.length === 0 && highlightsKey.getState(editor.state)?.highlights.length === 0) return
  change(editor, { highlights })
}

/** Leaves the words of these threads unmarked, and marks all others. They are followed all the same. */
export function hideHighlights(editor: Editor, hidden: ReadonlySet<string>): void {
  const before = highlightsKey.getState(editor.state)?.hidden ?? NONE
  const same = before.size === hidden.size && [...hidden].every((id) => before.has(id))
  if (!same) change(editor, { hidden })
}

/** Draws no highlights while somebody reads, or draws them again; they go with their words all the same. */
export function readWithoutHighlights(editor: Editor, isQuiet: boolean): void {
  if (highlightsKey.getState(editor.state)?.isQuiet !== isQuiet) change(editor, { isQuiet })
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
export function highlightOf(
  editor: Editor,
  threadId: string,
): Pick<Highlight, 'from' | 'to' | 'state' | 'isBlurred'> | null {
  const { highlights } = highlightsKey.getState(editor.state) ?? { highlights: [] }
  return highlights.find((one) => one.threadId === threadId) ?? null
}
