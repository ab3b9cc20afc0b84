import { Extension, type Editor } from '@tiptap/core'
import { Plugin } from '@tiptap/pm/state'
import type { Transaction } from '@tiptap/pm/state'
import { ySyncPluginKey } from '@tiptap/y-tiptap'
import * as Y from 'yjs'
import { isFromDoc } from '@/components/editor/guard'
import { endUndoStep } from '@/components/editor/typing'
import { categoriesFrom } from '@/components/margin/categories'
import { carriedElsewhere, highlightsFor, type Placed, type Places } from '@/components/margin/followed'
import { Highlights, showHighlights } from '@/components/margin/highlights'
import { bothSides, type BothSides } from '@/components/margin/passage'
import type { Viewer } from '@/lib/access/contract'
import type { PassageEnds, ThreadView } from '@/lib/critique/contract'
import { undoInOrder } from '@/lib/sync/client/undo-order'
import { decodeAnchor } from '@/lib/text/anchor'
import { placeAll } from '@/lib/text/placement'
import { copiesIn, followed, lettersOf, withoutBreaks, type Carried, type Characters } from './characters'
import { openEditor } from './editor-acts'
import type { VersionDesk } from './versions'
import type { Writer } from './writers'

const NO_CATEGORIES = categoriesFrom([])

/** Somebody at the real editor, with what his margin knows of the notes. */
export class Seat {
  readonly doc: Y.Doc
  readonly editor: Editor
  writer: Writer | null = null
  placed: Placed[] = []
  places: Places = new Map()
  /** Where his edits took passages, not yet told to the server. */
  reports: { threadId: string; ends: PassageEnds }[] = []
  #edited = false
  #steps: Transaction[] = []

  constructor(
    readonly viewer: Viewer,
    clientId: number,
    private readonly desk: VersionDesk,
    private readonly characters: Characters,
  ) {
    this.doc = Object.assign(new Y.Doc(), { clientID: clientId })
    undoInOrder(this.doc)
    this.editor = openEditor(this.doc, [Highlights, this.#watcher()])
    this.doc.on('update', (_update: Uint8Array, origin: unknown) => {
      if (origin === ySyncPluginKey || origin instanceof Y.UndoManager) this.#edited = true
    })
  }

  get isOnline(): boolean {
    return this.writer !== null
  }

  comeOnline(): void {
    this.writer ??= this.desk.open(this.viewer, this.doc)
  }

  goOffline(): void {
    if (this.writer) this.desk.leave(this.writer)
    this.writer = null
  }

  /** The two sides of the chapter as this browser has it. */
  get sides(): BothSides {
    const sides = bothSides(this.editor, this.doc)
    if (!sides) throw new Error('The editor and the doc say different things.')
    return sides
  }

  /** An act in the editor that writes: the characters follow its steps. @param carried what it pastes */
  write(act: (editor: Editor) => unknown, carried: Carried | null = null): void {
    const before = { prose: this.editor.state.doc, reading: this.characters.read(lettersOf(this.doc)) }
    this.#steps = []
    endUndoStep(this.editor.state)
    act(this.editor)
    this.characters.settle(lettersOf(this.doc), followed(before, this.editor.state.doc, this.#steps, carried))
  }

  /** Takes back what was written here last, or writes it again. */
  undo(what: 'undo' | 'redo' = 'undo'): void {
    let brought = withoutBreaks(this.characters.read(lettersOf(this.doc)))
    // Before the editor sees it: it may write words anew, and these are no copies.
    const follow = ({ origin }: Y.Transaction) => {
      if (origin instanceof Y.UndoManager)
        brought = withoutBreaks(this.characters.settleUndo(lettersOf(this.doc), copiesIn(this.doc)))
    }
    this.doc.on('beforeObserverCalls', follow)
    this.editor.commands[what]()
    this.doc.off('beforeObserverCalls', follow)
    this.characters.settleNews(lettersOf(this.doc), brought)
  }

  /** The characters of what is selected. */
  selected(): Carried {
    const { map } = this.sides
    const { from, to } = this.editor.state.selection
    const reading = this.characters.read(lettersOf(this.doc))
    return withoutBreaks(reading, map.offsetAt(from), map.offsetAt(to))
  }

  /** The threads as the server lists them now. */
  take(threads: readonly ThreadView[]): void {
    this.placed = threads.flatMap((thread) => {
      const anchor = thread.anchor && decodeAnchor(thread.anchor)
      return anchor ? [{ thread, anchor }] : []
    })
  }

  /** What the margin does when typing pauses: as `usePlaces`. */
  place(): void {
    const { sides } = this
    const placements = placeAll(
      sides.plain,
      this.placed.map(({ anchor }) => anchor),
    )
    this.places = new Map(
      this.placed.flatMap(({ thread }, i) => {
        const placement = placements[i]
        return placement ? [[thread.id, placement] as const] : []
      }),
    )
    if (this.#edited) this.reports.push(...carriedElsewhere(this.editor, this.placed, this.places, sides))
    this.#edited = false
    showHighlights(this.editor, highlightsFor(this.placed, this.places, sides, NO_CATEGORIES))
  }

  close(): void {
    this.editor.destroy()
    this.doc.destroy()
  }

  /** Keeps each transaction that is applied to the editor's state and does not come from the doc. */
  #watcher(): Extension {
    const keep = (tr: Transaction) => {
      if (tr.docChanged && !isFromDoc(tr)) this.#steps.push(tr)
    }
    return Extension.create({
      name: 'watcher',
      addProseMirrorPlugins: () => [
        new Plugin({ state: { init: () => null, apply: (tr) => (keep(tr), null) } }),
      ],
    })
  }
}
