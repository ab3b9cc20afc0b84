import type { Node as ProseNode } from '@tiptap/pm/model'
import { plainText } from '@/lib/prose/plain'

/**
 * What runs in the page before anything of the page itself, the same for both sides: it notes when the chapter could be
 * read and written, when each key was painted, and tasks of more than 50 ms. All times in ms.
 */
interface Editor {
  state: { doc: ProseNode; selection: { head: number } }
  view: {
    posAtDOM(node: Node, offset: number): number
    domAtPos(position: number): { node: Node }
  }
  commands: { focus(): boolean; setTextSelection(position: number): boolean }
}

/** A thread's highlight as it stands in the page, with ProseMirror's position of its first letter. */
export interface Shown {
  thread: string
  text: string
  from: number
}

/** Something that began at `at` of the page's clock and lasted `ms`. */
export interface Lasting {
  at: number
  ms: number
}

/** A time that so many notes were placed. */
export interface Placing extends Lasting {
  notes: number
}

/** Each key down until its paint, the long tasks, and each time that the margin was laid out, in order. */
export interface Seen {
  painted: Lasting[]
  longTasks: Lasting[]
  layouts: Lasting[]
}

/** Resolves after the next frame has been painted. */
function nextPaint(): Promise<void> {
  return new Promise((resolve) =>
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel()
      port1.onmessage = () => resolve()
      port2.postMessage(null)
    }),
  )
}

const text = () => document.querySelector<HTMLElement & { editor: Editor }>('.ProseMirror')

/** True when the text fills the window's height and can be written. */
function isReady(): boolean {
  const page = text()
  if (page?.contentEditable !== 'true') return false
  for (const block of page.children) if (block.getBoundingClientRect().bottom >= innerHeight) return true
  return false
}

let seen: Seen = { painted: [], longTasks: [], layouts: [] }
/** Each time that all notes were placed, from the beginning of the page on. */
const placings: Placing[] = []
let navigated: number | null = null

async function watchNavigation(): Promise<void> {
  while (!isReady()) await new Promise((resolve) => requestAnimationFrame(resolve))
  await nextPaint()
  navigated = performance.now()
}

addEventListener(
  'keydown',
  ({ timeStamp }) => {
    const { painted } = seen
    void nextPaint().then(() => painted.push({ at: timeStamp, ms: performance.now() - timeStamp }))
  },
  { capture: true },
)
new PerformanceObserver((list) => {
  for (const { startTime, duration } of list.getEntries())
    seen.longTasks.push({ at: startTime, ms: duration })
}).observe({ type: 'longtask' })
new PerformanceObserver((list) => {
  for (const entry of list.getEntries() as PerformanceMeasure[]) {
    const { name, startTime: at, duration: ms } = entry
    const { notes = 0 } = (entry.detail ?? {}) as { notes?: number }
    if (name === 'notes placed') placings.push({ at, ms, notes })
    else if (name === 'margin laid out') seen.layouts.push({ at, ms })
  }
}).observe({ type: 'measure' })

const hand = {
  /** From the start of the navigation to the first frame with a window full of editable text; null before. */
  navigated: () => navigated,
  highlights: (): number => hand.shown().length,
  keys: (): number => seen.painted.length,
  forget(): void {
    seen = { painted: [], longTasks: [], layouts: [] }
  },
  seen: (): Seen => seen,
  placings: (): Placing[] => placings,
  /** Every highlight: what its elements read, one after the other. */
  shown(): Shown[] {
    const page = text()
    const byThread = new Map<string, Shown>()
    for (const element of page?.querySelectorAll<HTMLElement>('[data-thread]') ?? []) {
      const thread = element.dataset['thread'] ?? ''
      const known = byThread.get(thread)
      if (known) known.text += element.textContent
      else if (page) {
        const from = page.editor.view.posAtDOM(element, 0)
        byThread.set(thread, { thread, text: element.textContent, from })
      }
    }
    return [...byThread.values()]
  },
  /** The chapter's plain text as the editor has it. */
  text: (): string => plainText(text()!.editor.state.doc),
  /** Puts the caret at a position of ProseMirror's, in the middle of the window. @returns where the caret is then */
  async sit(position: number): Promise<number> {
    const { editor } = text()!
    // A page that takes the focus puts the caret somewhere of its own, so it has it first.
    editor.commands.focus()
    await nextPaint()
    await nextPaint()
    editor.commands.setTextSelection(position)
    // The first look makes heights true that were estimated, so what is in the middle moves.
    for (let look = 0; look < 3; look++) {
      const { node } = editor.view.domAtPos(position)
      const element = node instanceof Element ? node : node.parentElement
      element?.scrollIntoView({ block: 'center', behavior: 'instant' })
      await nextPaint()
    }
    return editor.state.selection.head
  },
}

/** What the bench asks of the page, as `window.hand`. */
export type Hand = typeof hand

Object.assign(window, { hand })
void watchNavigation()
