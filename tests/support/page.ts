import { initProseMirrorDoc, updateYFragment } from '@tiptap/y-tiptap'
import { Fragment, Slice, type Node } from '@tiptap/pm/model'
import { canJoin, findWrapping, Transform } from '@tiptap/pm/transform'
import * as Y from 'yjs'
import { plainMap } from '@/lib/prose/plain'
import { proseSchema } from '@/lib/prose/schema'
import { makeAnchor, type Anchor } from '@/lib/text/anchor'
import { place, type Placement } from '@/lib/text/placement'
import { plainText, TEXT_ROOT, type PlainText } from '@/lib/text/plain'
import { reanchor } from '@/lib/text/reanchor'
import { undoInOrder } from '@/lib/sync/client/undo-order'

type Meta = Parameters<typeof updateYFragment>[3]

/** A range of plain text. */
interface Range {
  from: number
  to: number
}

/**
 * A chapter open in an editor without a screen. Every act is a ProseMirror step written to Yjs by y-tiptap, with the
 * memory between acts that the editor's binding has, so that Enter, joining and quoting break Yjs positions here
 * as they do in a browser. Places are named by the words there (`'the cat'`) or by plain offsets.
 */
export class Page {
  readonly doc = new Y.Doc()
  readonly fragment = this.doc.getXmlFragment(TEXT_ROOT)
  readonly #history: Y.UndoManager
  #prose: Node
  #meta: Meta

  constructor(prose: Node, clientId = 7) {
    this.doc.clientID = clientId
    updateYFragment(this.doc, this.fragment, prose, { mapping: new Map(), isOMark: new Map() })
    ;({ doc: this.#prose, meta: this.#meta } = this.#read())
    undoInOrder(this.doc)
    this.#history = new Y.UndoManager(this.fragment, { captureTimeout: 0 })
  }

  get plain(): PlainText {
    return plainText(this.fragment)
  }

  get text(): string {
    return this.plain.text
  }

  /** The chapter as ProseMirror has it. */
  get prose(): Node {
    return this.#prose
  }

  /** The one place where these words stand. */
  find(words: string): Range {
    const from = this.text.indexOf(words)
    if (from < 0 || this.text.indexOf(words, from + 1) >= 0)
      throw new RangeError(`“${words}” does not stand once in: ${this.text}`)
    return { from, to: from + words.length }
  }

  anchor(words: string | Range): Anchor {
    const { from, to } = this.#range(words)
    return makeAnchor(this.plain, from, to)
  }

  insert(words: string, at: number): this {
    return this.#edit((tr, position) => tr.insert(position(at), proseSchema.text(words)))
  }

  insertBefore(words: string, added: string): this {
    return this.insert(added, this.find(words).from)
  }

  insertAfter(words: string, added: string): this {
    return this.insert(added, this.find(words).to)
  }

  delete(words: string | Range): this {
    const { from, to } = this.#range(words)
    return this.#edit((tr, position) => tr.delete(position(from), position(to)))
  }

  replace(words: string | Range, by: string): this {
    const { from, to } = this.#range(words)
    return this.#edit((tr, position) => tr.replaceWith(position(from), position(to), proseSchema.text(by)))
  }

  /** Enter before these words. */
  splitAt(words: string | number): this {
    const at = typeof words === 'number' ? words : this.find(words).from
    return this.#edit((tr, position) => tr.split(position(at)))
  }

  /** Backspace at the start of the block that begins at these words; false when there is nothing to join. */
  join(words: string | number): boolean {
    const at = typeof words === 'number' ? words : this.find(words).from
    let joined = false
    this.#edit((tr, position) => {
      const border = tr.doc.resolve(position(at)).before()
      joined = canJoin(tr.doc, border) && tr.doc.resolve(border).nodeBefore?.isTextblock === true
      if (joined) tr.join(border)
    })
    return joined
  }

  /** Puts the blocks of a range into a block quote. */
  wrap(words: string | Range): this {
    const { from, to } = this.#range(words)
    return this.#edit((tr, position) => {
      const range = tr.doc.resolve(position(from)).blockRange(tr.doc.resolve(position(to)))
      const wrapping = range && findWrapping(range, proseSchema.nodes.blockquote)
      if (range && wrapping) tr.wrap(range, wrapping)
    })
  }

  heading(words: string | Range): this {
    const { from, to } = this.#range(words)
    return this.#edit((tr, position) =>
      tr.setBlockType(position(from), position(to), proseSchema.nodes.heading, { level: 2 }),
    )
  }

  bold(words: string | Range): this {
    return this.mark(words, 'bold')
  }

  mark(words: string | Range, name: 'bold' | 'italic' | 'link'): this {
    const { from, to } = this.#range(words)
    const attrs = name === 'link' ? { href: 'https://island.example/ferry' } : null
    return this.#edit((tr, position) =>
      tr.addMark(position(from), position(to), proseSchema.marks[name].create(attrs)),
    )
  }

  hardBreak(at: number): this {
    return this.#edit((tr, position) => tr.insert(position(at), proseSchema.nodes.hardBreak.create()))
  }

  /** Cuts words out and pastes them before other words, in two acts as a writer does. */
  cutAndPaste(words: string | Range, before: string | number): this {
    const { from, to } = this.#range(words)
    const cut = this.text.slice(from, to)
    this.delete({ from, to })
    return this.insert(cut, typeof before === 'number' ? before : this.find(before).from)
  }

  /** Cuts the top-level block in which these words stand and pastes it at the end of the chapter. */
  moveBlockToEnd(words: string): this {
    const { from } = this.find(words)
    let block: Node | null = null
    this.#edit((tr, position) => {
      const place = tr.doc.resolve(position(from))
      block = place.node(1)
      tr.delete(place.before(1), place.after(1))
    })
    return this.#edit((tr) => block && tr.insert(tr.doc.content.size, block))
  }

  /** Takes out whole top-level blocks that hold these words. */
  deleteBlock(words: string): this {
    const { from } = this.find(words)
    return this.#edit((tr, position) => {
      const place = tr.doc.resolve(position(from))
      tr.delete(place.before(1), place.after(1))
    })
  }

  /** Deletes all and pastes paragraphs instead. */
  rewriteAll(...paragraphs: string[]): this {
    const blocks = paragraphs.map((words) =>
      proseSchema.nodes.paragraph.create(null, proseSchema.text(words)),
    )
    return this.#edit((tr) => tr.replace(0, tr.doc.content.size, new Slice(Fragment.from(blocks), 0, 0)))
  }

  /** Acts that can be undone. */
  get undoDepth(): number {
    return this.#history.undoStack.length
  }

  /** What others wrote comes in. */
  receive(update: Uint8Array): this {
    Y.applyUpdate(this.doc, update)
    ;({ doc: this.#prose, meta: this.#meta } = this.#read())
    return this
  }

  undo(): this {
    this.#history.undo()
    ;({ doc: this.#prose, meta: this.#meta } = this.#read())
    return this
  }

  /** A second doc with the same content and history, as another browser has it. */
  copy(): PlainText {
    const doc = new Y.Doc()
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(this.doc))
    return plainText(doc.getXmlFragment(TEXT_ROOT))
  }

  #read(): { doc: Node; meta: Meta } {
    const { doc, meta } = initProseMirrorDoc(this.fragment, proseSchema)
    return { doc, meta }
  }

  #range(words: string | Range): Range {
    return typeof words === 'string' ? this.find(words) : words
  }

  #edit(change: (tr: Transform, position: (plain: number) => number) => unknown): this {
    const map = plainMap(this.#prose)
    const tr = new Transform(this.#prose)
    change(tr, (plain) => map.positionAt(plain))
    tr.doc.check()
    this.#prose = tr.doc
    this.doc.transact(() => updateYFragment(this.doc, this.fragment, tr.doc, this.#meta))
    return this
  }
}

/** A page of paragraphs; `***` is a scene break, an empty string an empty paragraph. */
export function pageOf(...paragraphs: string[]): Page {
  const { doc, paragraph, sceneBreak } = proseSchema.nodes
  const blocks = paragraphs.map((words) => {
    if (words === '***') return sceneBreak.create()
    return paragraph.create(null, words === '' ? [] : proseSchema.text(words))
  })
  return new Page(doc.create(null, blocks))
}

/** A page with a thread on the words between `<` and `>`, which may begin and end in different paragraphs. */
export class MarkedPage extends Page {
  thread: Anchor

  constructor(...marked: string[]) {
    super(pageOf(...marked.map((words) => words.replace(/[<>]/g, ''))).prose)
    const text = marked.map((words) => (words === '***' ? '' : words)).join('\n')
    const from = text.indexOf('<')
    this.thread = this.anchor({ from, to: text.indexOf('>') - 1 })
  }

  get placement(): Placement {
    return place(this.plain, this.thread)
  }

  /** The placement in words: `exact: the cat`, `rewritten: a dog`, `gone`, `unsure: 2`. */
  get placed(): string {
    return say(this.text, this.placement)
  }

  /** What the server does after each edit: new positions when the old ones no longer lead to the words. */
  reanchor(): this {
    this.thread = reanchor(this.plain, this.thread, this.placement) ?? this.thread
    return this
  }
}

/** `new MarkedPage(…)`: `marked('The <cat> sat.')` is a chapter with a thread on “cat”. */
export function marked(...paragraphs: string[]): MarkedPage {
  return new MarkedPage(...paragraphs)
}

/** A placement in words, for expectations. */
export function say(text: string, placement: Placement): string {
  if (placement.state !== 'unplaced') return `${placement.state}: ${text.slice(placement.from, placement.to)}`
  if (placement.reason === 'rewritten') return `rewritten: ${text.slice(placement.near, placement.nearTo)}`
  return placement.reason === 'unsure' ? `unsure: ${placement.candidates.length}` : 'gone'
}
