import * as Y from 'yjs'
import { updateYFragment } from '@tiptap/y-tiptap'
import { Fragment } from '@tiptap/pm/model'
import type { Mark, Node } from '@tiptap/pm/model'
import { CHAPTER_FRAGMENT, proseSchema } from './schema'

interface TextRun {
  readonly insert: unknown
  readonly attributes?: Record<string, unknown>
}

function marksOf(attributes: Record<string, unknown> | undefined): Mark[] {
  return Object.entries(attributes ?? {}).map(([name, value]) =>
    proseSchema.mark(name, typeof value === 'object' ? (value as Record<string, unknown> | null) : null),
  )
}

function textNodes(text: Y.XmlText): Node[] {
  return (text.toDelta() as TextRun[]).map((run) => {
    if (typeof run.insert !== 'string') throw new RangeError('A chapter holds no embeds')
    return proseSchema.text(run.insert, marksOf(run.attributes))
  })
}

function childNodes(parent: Y.XmlFragment): Node[] {
  return parent.toArray().flatMap((child) => {
    if (child instanceof Y.XmlText) return textNodes(child)
    if (!(child instanceof Y.XmlElement)) throw new RangeError('A chapter holds elements and text only')
    return blockToProse(child) ?? []
  })
}

/**
 * One element of a chapter as a ProseMirror node of `proseSchema`; null for an emptied blockquote, which is left out.
 * @throws {RangeError} if it is not valid
 */
export function blockToProse(element: Y.XmlElement): Node | null {
  const type = proseSchema.nodes[element.nodeName as keyof typeof proseSchema.nodes]
  if (type === undefined) throw new RangeError('A chapter holds no such node')
  const content = Fragment.fromArray(childNodes(element))
  if (content.size === 0 && type === proseSchema.nodes.blockquote) return null
  return type.createChecked(element.getAttributes(), content)
}

/**
 * The chapter in `fragment` as a ProseMirror doc of `proseSchema`. Unlike y-tiptap's own conversion it never writes
 * to the doc. An empty fragment gives one empty paragraph and an emptied blockquote (see `checkBlock`) is left out,
 * as editors show both.
 * @throws {RangeError} if the fragment is not valid (`checkFragment` tells what is wrong)
 */
export function fragmentToProse(fragment: Y.XmlFragment): Node {
  const blocks = childNodes(fragment)
  return proseSchema.topNodeType.createChecked(
    null,
    blocks.length > 0 ? blocks : [proseSchema.nodes.paragraph.create()],
  )
}

/**
 * The k-th block of the doc that equals some new block stands for the k-th such new block, so that y-tiptap leaves
 * equal blocks alone and writes only between them. Without this it pairs blocks by place, and one block inserted in
 * front of two changed ones would rewrite them all, anchors included.
 */
function matchEqualBlocks(fragment: Y.XmlFragment, doc: Node): Map<Y.AbstractType<unknown>, Node | Node[]> {
  const wanted = new Map<string, Node[]>()
  doc.forEach((block) => {
    const key = JSON.stringify(block.toJSON())
    const equal = wanted.get(key)
    if (equal === undefined) wanted.set(key, [block])
    else equal.push(block)
  })
  for (const list of wanted.values()) list.reverse()
  const mapping = new Map<Y.AbstractType<unknown>, Node | Node[]>()
  for (const child of fragment.toArray()) {
    const node = child instanceof Y.XmlElement ? blockToProse(child) : null
    const equal = node === null ? undefined : wanted.get(JSON.stringify(node.toJSON()))?.pop()
    if (equal !== undefined) mapping.set(child as Y.AbstractType<unknown>, equal)
  }
  return mapping
}

/**
 * Makes `fragment` (of a `Y.Doc`) say what `doc` says, by applying the difference in one transaction: blocks that are
 * equal stay the same Yjs items, changed paragraphs are changed inside, so that anchors survive. For restore, import
 * over a chapter and the like.
 * @param origin the transaction's origin, for observers
 * @throws {RangeError} if the fragment is not valid, or stands in no doc
 */
export function applyProse(fragment: Y.XmlFragment, doc: Node, origin?: unknown): void {
  const yDoc = fragment.doc
  if (yDoc === null) throw new RangeError('The fragment must stand in a doc')
  yDoc.transact(() => {
    const mapping = matchEqualBlocks(fragment, doc)
    updateYFragment(yDoc, fragment, doc, { mapping, isOMark: new Map() })
  }, origin)
}

/**
 * A new chapter's first content as one V1 update, for an empty doc.
 * @param clientId the Yjs client that wrote it; random when left out. The same node and client give the same bytes
 */
export function proseToUpdate(doc: Node, clientId?: number): Uint8Array {
  const yDoc = new Y.Doc()
  if (clientId !== undefined) yDoc.clientID = clientId
  applyProse(yDoc.getXmlFragment(CHAPTER_FRAGMENT), doc)
  const update = Y.encodeStateAsUpdate(yDoc)
  yDoc.destroy()
  return update
}
