import { Fragment, type Node } from '@tiptap/pm/model'
import { updateYFragment } from '@tiptap/y-tiptap'
import * as Y from 'yjs'
import { blockText } from '@/lib/prose/plain'
import { CHAPTER_FRAGMENT, proseSchema } from '@/lib/prose/schema'
import { blockToProse, fragmentToProse } from '@/lib/prose/ydoc'
import { align } from '@/lib/text/align'

/** A block in a doc, by the id of its Yjs item. */
export interface BlockId {
  readonly client: number
  readonly clock: number
}

/** An update that makes a doc say something else, and the blocks it emptied but left standing. */
export interface Difference {
  readonly update: Uint8Array
  readonly emptied: readonly BlockId[]
}

type Block = Y.XmlElement

function elementsOf(parent: Y.XmlFragment): Block[] {
  return parent.toArray().filter((child): child is Block => child instanceof Y.XmlElement)
}

function wordsOf(node: Node): string {
  if (node.isTextblock) return blockText(node)
  const words: string[] = []
  node.forEach((child) => words.push(wordsOf(child)))
  return words.join('\n')
}

function alignableOf(node: Node) {
  return { key: JSON.stringify(node.toJSON()), text: wordsOf(node) }
}

function sameForm(element: Block, node: Node): boolean {
  return element.nodeName === node.type.name
}

/** Takes all words out of a block, so that what somebody is writing into it at this moment has a place to arrive. */
function empty(element: Y.XmlFragment): void {
  for (const child of element.toArray())
    if (child instanceof Y.XmlText) child.delete(0, child.length)
    else if (child instanceof Y.XmlElement && child.nodeName !== 'hardBreak') empty(child)
}

function idOf(element: Block): BlockId | null {
  const id = element._item?.id
  return id ? { client: id.client, clock: id.clock } : null
}

/** For each block of `target` the block of the doc it is written into, or null when it comes anew. */
function pairBlocks(elements: readonly Block[], target: Node): { of: (number | null)[]; isSame: boolean[] } {
  const now = elements.map((element) => {
    const node = blockToProse(element)
    return node ? alignableOf(node) : { key: 'emptied', text: '' }
  })
  const wanted = target.children.map(alignableOf)
  const of = wanted.map((): number | null => null)
  const isSame = wanted.map(() => false)
  for (const { a, b } of align(now, wanted, 1)) {
    const element = elements[a[0]]
    const node = target.maybeChild(b[0])
    if (a[0] === a[1] || b[0] === b[1] || !element || !node || !sameForm(element, node)) continue
    of[b[0]] = a[0]
    isSame[b[0]] = now[a[0]]?.key === wanted[b[0]]?.key
  }
  return { of, isSame }
}

/** A block that is not in the doc yet, as Yjs has it. */
function newElement(node: Node): Block {
  const doc = new Y.Doc()
  const fragment = doc.getXmlFragment(CHAPTER_FRAGMENT)
  const meta = { mapping: new Map(), isOMark: new Map() }
  updateYFragment(doc, fragment, proseSchema.topNodeType.create(null, Fragment.from(node)), meta)
  const element = fragment.get(0).clone() as Block
  doc.destroy()
  return element
}

function write(doc: Y.Doc, target: Node, mayEmpty: boolean): Block[] {
  const fragment = doc.getXmlFragment(CHAPTER_FRAGMENT)
  const elements = elementsOf(fragment)
  const { of, isSame } = pairBlocks(elements, target)
  const kept = new Set(of)
  const emptied: Block[] = []
  let at = 0
  let next = 0
  const leaveUntil = (end: number) => {
    for (; next < end; next += 1) {
      const element = elements[next]
      if (!element || kept.has(next)) continue
      if (mayEmpty && element.nodeName !== 'sceneBreak') {
        empty(element)
        emptied.push(element)
        at += 1
      } else fragment.delete(at, 1)
    }
  }
  target.forEach((node, _offset, index) => {
    const from = of[index] ?? null
    if (from === null) {
      fragment.insert(at, [newElement(node)])
      at += 1
      return
    }
    leaveUntil(from)
    const element = elements[from]
    if (element && !isSame[index])
      updateYFragment(doc, element, node, { mapping: new Map(), isOMark: new Map() })
    at += 1
    next = from + 1
  })
  leaveUntil(elements.length)
  return emptied
}

/**
 * The difference that makes a doc say `target`: blocks that are equal stay the same Yjs items, alike ones are changed
 * inside, so that anchors survive and others go on writing.
 * @param state the doc as it is, V1
 * @param clientId who writes it: a fresh random id for each difference
 * @param mayEmpty blocks that go are emptied and left standing instead of deleted: words that somebody is writing into
 *   them at this moment would be deleted with them. `sweepEmptied` takes them away later
 * @returns null when the doc already says so
 */
export function differenceTo(
  state: Uint8Array,
  target: Node,
  { clientId, mayEmpty }: { clientId: number; mayEmpty: boolean },
): Difference | null {
  const doc = docOf(state, clientId)
  try {
    const fragment = doc.getXmlFragment(CHAPTER_FRAGMENT)
    if (fragment.length > 0 && fragmentToProse(fragment).eq(target)) return null
    let emptied: Block[] = []
    const update = emittedBy(doc, () => {
      emptied = write(doc, target, mayEmpty)
    })
    return update && { update, emptied: emptied.flatMap((block) => idOf(block) ?? []) }
  } finally {
    doc.destroy()
  }
}

/**
 * Takes away the emptied blocks in which still nothing stands. One that somebody wrote into stays, and so does the
 * last block of a chapter.
 * @returns null when there is nothing to take away
 */
export function sweepEmptied(
  state: Uint8Array,
  emptied: readonly BlockId[],
  clientId: number,
): Uint8Array | null {
  const doc = docOf(state, clientId)
  try {
    const fragment = doc.getXmlFragment(CHAPTER_FRAGMENT)
    const ids = new Set(emptied.map(({ client, clock }) => `${client}:${clock}`))
    return emittedBy(doc, () => {
      for (const element of elementsOf(fragment)) {
        const id = idOf(element)
        if (!id || !ids.has(`${id.client}:${id.clock}`) || hasWords(element) || fragment.length === 1)
          continue
        fragment.delete(fragment.toArray().indexOf(element), 1)
      }
    })
  } finally {
    doc.destroy()
  }
}

function hasWords(element: Y.XmlFragment): boolean {
  return element
    .toArray()
    .some((child) =>
      child instanceof Y.XmlText ? child.length > 0 : child instanceof Y.XmlElement && hasWords(child),
    )
}

/** What an act writes, as the one update of its transaction; null when it writes nothing. */
function emittedBy(doc: Y.Doc, act: () => void): Uint8Array | null {
  let emitted: Uint8Array | null = null
  doc.on('update', (update: Uint8Array) => {
    emitted = update
  })
  doc.transact(act)
  return emitted
}

function docOf(state: Uint8Array, clientId: number): Y.Doc {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, state)
  doc.clientID = clientId
  return doc
}
