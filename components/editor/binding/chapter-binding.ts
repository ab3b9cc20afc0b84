import type { MarkType, Node } from '@tiptap/pm/model'
import type { EditorState } from '@tiptap/pm/state'
import type { EditorView } from '@tiptap/pm/view'
import { updateYFragment, ySyncPluginKey } from '@tiptap/y-tiptap'
import * as Y from 'yjs'
import { changeNarrowly } from './narrow-change'
import { NodeMaker } from './nodes'
import type { Shown, YType } from './nodes'
import { relativeSelection, restoreSelection } from './selection'
import type { RelativeSelection } from './selection'

/** How a change is marked for the plugins that care where it came from. */
export interface ChangeMark {
  isChangeOrigin: boolean
  isUndoRedoOperation: boolean
}

/**
 * Keeps a ProseMirror view and a Yjs fragment equal. What others change is shown by steps that are as narrow as the change,
 * and costs as much as the blocks that it touches: only these are made anew. What is written here goes to Yjs by
 * y-tiptap's `updateYFragment`, which looks only at blocks whose node is another object than `mapping` has.
 *
 * It takes the place of y-tiptap's binding for its cursors: hence some of the names.
 */
export class ChapterBinding {
  readonly doc: Y.Doc
  readonly mapping: Shown = new Map()
  readonly isOMark = new Map<MarkType, boolean>()
  isDestroyed = false
  #view: EditorView | null = null
  /** The ProseMirror doc that says what the fragment says; null while they may differ. */
  #equal: Node | null = null
  #isShowing = false
  #isWriting = false
  /** The selection before the transactions that run. */
  #selection: RelativeSelection | null = null

  /** @param type a fragment that stands in a doc */
  constructor(readonly type: Y.XmlFragment) {
    if (!type.doc) throw new Error('The fragment must stand in a doc.')
    this.doc = type.doc
  }

  /** Shows the fragment in the view, and follows both from now on. */
  open(view: EditorView): void {
    this.isDestroyed = false
    this.#view = view
    this.doc.on('beforeAllTransactions', this.#remember)
    this.doc.on('afterAllTransactions', this.#forget)
    this.type.observeDeep(this.#changed)
    this.#show(new Map(), { isChangeOrigin: true, isUndoRedoOperation: false })
  }

  close(): void {
    this.isDestroyed = true
    this.#view = null
    this.type.unobserveDeep(this.#changed)
    this.doc.off('beforeAllTransactions', this.#remember)
    this.doc.off('afterAllTransactions', this.#forget)
  }

  /** True when this doc of the view says what the fragment says. */
  isEqualTo(doc: Node): boolean {
    return this.#equal === doc
  }

  /** Writes to Yjs what was changed in the view. */
  write(state: EditorState): void {
    if (this.#isShowing || this.isEqualTo(state.doc)) return
    this.#isWriting = true
    try {
      this.doc.transact(() => {
        updateYFragment(this.doc, this.type, state.doc, this)
        this.#equal = state.doc
      }, ySyncPluginKey)
    } finally {
      this.#isWriting = false
    }
  }

  readonly #remember = (): void => {
    if (!this.#view || this.#isWriting || !this.isEqualTo(this.#view.state.doc)) return
    this.#selection ??= relativeSelection(this, this.#view.state)
  }

  readonly #forget = (): void => {
    this.#selection = null
  }

  readonly #changed = (_events: unknown, transaction: Y.Transaction): void => {
    if (!this.#view || this.#isWriting) return
    const before = this.#takeOut(transaction)
    const isUndoRedoOperation = transaction.origin instanceof Y.UndoManager
    this.#show(before, { isChangeOrigin: true, isUndoRedoOperation })
    this.#joinTexts(transaction)
  }

  /** Takes out of the mapping what a transaction changed or deleted. @returns the nodes that stood for the changed */
  #takeOut(transaction: Y.Transaction): Map<YType, Node> {
    const before = new Map<YType, Node>()
    const takeOut = (type: YType) => {
      const node = this.mapping.get(type)
      if (node && !Array.isArray(node)) before.set(type, node)
      this.mapping.delete(type)
    }
    for (const type of transaction.changed.keys()) takeOut(type)
    for (const type of transaction.changedParentTypes.keys()) takeOut(type)
    Y.iterateDeletedStructs(transaction, transaction.deleteSet, (struct) => {
      if (struct instanceof Y.Item && struct.content instanceof Y.ContentType)
        this.mapping.delete(struct.content.type)
    })
    return before
  }

  #show(before: ReadonlyMap<YType, Node>, mark: ChangeMark): void {
    const view = this.#view
    if (!view) return
    const { schema, doc } = view.state
    const tr = view.state.tr.setMeta(ySyncPluginKey, mark)
    const maker = new NodeMaker(schema, this.mapping)
    const { nodes } = maker.blocksOf(this.type)
    const continued = new Map<Node, Node>()
    for (const [type, old] of before) {
      const now = this.mapping.get(type)
      if (now && !Array.isArray(now)) continued.set(now, old)
    }
    const wanted = nodes.length > 0 ? nodes : (schema.topNodeType.createAndFill()?.content.content ?? [])
    changeNarrowly(tr, wanted, (node) => continued.get(node) ?? node)
    this.#adopt(maker, this.type, tr.doc)
    if (this.#selection) restoreSelection(tr, this.#selection, this, doc)
    this.#isShowing = true
    try {
      view.dispatch(tr)
      this.#equal = tr.doc
    } finally {
      this.#isShowing = false
    }
  }

  /** What is on the page is equal to what was made, but another object where it was changed narrowly. */
  #adopt(maker: NodeMaker, parent: Y.XmlFragment, shown: Node): void {
    if (this.mapping.get(parent) === shown) return
    this.mapping.set(parent, shown)
    if (shown.isTextblock || shown.isLeaf) return
    maker.blocksOf(parent).elements.forEach((element, i) => {
      const node = shown.maybeChild(i)
      if (node) this.#adopt(maker, element, node)
    })
  }

  /**
   * Two people who begin to write in an empty paragraph make a text each. On the page they are one, and whoever wrote there
   * next would write the other's words once more: so the writer of the second moves his words into the first.
   */
  #joinTexts(transaction: Y.Transaction): void {
    const pairs = [...transaction.changed.keys()].flatMap((type) =>
      type instanceof Y.XmlElement ? ownTextsBehindTexts(type) : [],
    )
    if (pairs.length === 0) return
    this.doc.transact(() => {
      for (const { parent, text, index } of pairs) {
        const next = parent.get(index) as Y.XmlText
        text.applyDelta([{ retain: text.length }, ...(next.toDelta() as object[])])
        parent.delete(index, 1)
      }
    })
  }
}

/** Texts of this browser that stand right behind another text, the last first. */
function ownTextsBehindTexts(
  parent: Y.XmlElement,
): { parent: Y.XmlElement; text: Y.XmlText; index: number }[] {
  const children = parent.toArray()
  return children
    .flatMap((child, index) => {
      const text = children[index - 1]
      const isOwn = child instanceof Y.XmlText && child._item?.id.client === parent.doc?.clientID
      return isOwn && text instanceof Y.XmlText ? [{ parent, text, index }] : []
    })
    .reverse()
}
