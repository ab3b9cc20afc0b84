import * as Y from 'yjs'
import { formOf, quotesAround, wordsOfBlock, type Attributes } from '@/lib/text/bits'
import type { BlockForm } from '@/lib/text/blocks'
import type { Cut, CutBlock } from '@/lib/text/cut'
import type { Place } from '@/lib/text/cut-place'
import { TEXT_ROOT } from '@/lib/text/plain'

type Run = CutBlock['runs'][number]

/**
 * Puts a cut passage back, as one update by `clientId`: words into the paragraph they were taken from, whole blocks
 * between the blocks where they stood. A paragraph that was joined over the cut is divided again, as Enter would.
 * @param state the doc, V1
 */
export function putBack(state: Uint8Array, cut: Cut, place: Place, clientId: number): Uint8Array {
  const doc = new Y.Doc()
  doc.getXmlFragment(TEXT_ROOT)
  Y.applyUpdate(doc, state)
  doc.clientID = clientId
  let update = new Uint8Array()
  doc.on('update', (bytes: Uint8Array) => {
    update = new Uint8Array(bytes)
  })
  try {
    doc.transact(() => write(doc, cut.blocks, place))
    return update
  } finally {
    doc.destroy()
  }
}

function write(doc: Y.Doc, blocks: readonly CutBlock[], place: Place): void {
  const parent = parentAt(doc, place.parent)
  if (place.kind === 'between') {
    insertBlocks(parent, place.index, blocks)
    return
  }
  const block = parent.get(place.index)
  if (block instanceof Y.XmlElement) writeInside(parent, place.index, block, place.offset, blocks)
  else insertBlocks(parent, place.index, blocks)
}

/** The list at a path of indexes from the fragment. */
function parentAt(doc: Y.Doc, path: readonly number[]): Y.XmlFragment {
  let at: Y.XmlFragment = doc.getXmlFragment(TEXT_ROOT)
  for (const index of path) {
    const next = at.get(index)
    if (!(next instanceof Y.XmlElement)) return at
    at = next
  }
  return at
}

/** Writes into a block that stands, between the words that stand in it. */
function writeInside(
  parent: Y.XmlFragment,
  index: number,
  block: Y.XmlElement,
  offset: number,
  blocks: readonly CutBlock[],
): void {
  const [first] = blocks
  const last = blocks.at(-1)
  if (!first || !last) return
  if (blocks.length === 1 && !first.whole) return insertRuns(block, offset, first.runs)
  const length = lengthOf(block)
  const isAtEnd = offset >= length
  const isAtStart = offset === 0
  if (isAtEnd) {
    const inside = isAtStart || !first.whole
    if (inside) insertRuns(block, offset, first.runs)
    return insertBlocks(parent, index + 1, inside ? blocks.slice(1) : blocks)
  }
  if (isAtStart) {
    if (!last.whole) insertRuns(block, 0, last.runs)
    return insertBlocks(parent, index, last.whole ? blocks : blocks.slice(0, -1))
  }
  const hasWhole = first.whole || last.whole
  if (hasWhole && !endsSentence(wordsOfBlock(block).slice(0, offset)))
    return insertBlocks(parent, index + 1, blocks)
  const rest = takeFrom(block, offset)
  if (!first.whole) insertRuns(block, offset, first.runs)
  const between = first.whole ? blocks : blocks.slice(1)
  if (last.whole) {
    const remainder = { ...formOf(block), runs: withoutLeadingSpace(rest), whole: true }
    return insertBlocks(parent, index + 1, [...between, remainder])
  }
  insertBlocks(parent, index + 1, [...between.slice(0, -1), { ...last, runs: [...last.runs, ...rest] }])
}

/** A whole paragraph comes between two sentences, never into one: its place may be known by the words around it alone. */
function endsSentence(words: string): boolean {
  return /[.!?…][”"’')\]]*\s*$/u.test(words)
}

function withoutLeadingSpace([first, ...others]: readonly Run[]): Run[] {
  return first ? [{ ...first, text: first.text.trimStart() }, ...others] : []
}

/** Takes the words from `offset` on out of a block. @returns them */
function takeFrom(block: Y.XmlElement, offset: number): Run[] {
  const runs: Run[] = []
  let at = 0
  for (const child of block.toArray()) {
    if (child instanceof Y.XmlText) {
      const from = Math.max(offset - at, 0)
      const length = child.length
      if (from < length) {
        runs.push(...runsFrom(child, from))
        child.delete(from, length - from)
      }
      at += length
    } else {
      if (at >= offset) {
        runs.push({ text: '\n', marks: {} })
        block.delete(block.toArray().indexOf(child), 1)
      }
      at += 1
    }
  }
  return runs
}

function runsFrom(text: Y.XmlText, from: number): Run[] {
  let at = 0
  return (text.toDelta() as { insert: unknown; attributes?: Attributes }[]).flatMap((run): Run[] => {
    const words = typeof run.insert === 'string' ? run.insert : ''
    const part = words.slice(Math.max(from - at, 0))
    at += words.length
    return part === '' ? [] : [{ text: part, marks: run.attributes ?? {} }]
  })
}

function lengthOf(block: Y.XmlElement): number {
  return block
    .toArray()
    .reduce((length, child) => length + (child instanceof Y.XmlText ? child.length : 1), 0)
}

/** Inserts runs at an offset of a block; a hard break parts the text in which it comes to stand. */
function insertRuns(block: Y.XmlElement, offset: number, runs: readonly Run[]): void {
  const hasBreak = runs.some(({ text }) => text.includes('\n'))
  const rest = hasBreak ? takeFrom(block, offset) : []
  let at = offset
  for (const { text, marks } of [...runs, ...rest])
    for (const piece of text.split(/(\n)/).filter((part) => part !== '')) {
      if (piece === '\n') block.insert(childAfter(block, at), [new Y.XmlElement('hardBreak')])
      else insertText(block, at, piece, marks)
      at += piece.length
    }
}

function insertText(block: Y.XmlElement, offset: number, text: string, marks: Attributes): void {
  let at = 0
  let lastText: { child: Y.XmlText; from: number } | null = null
  for (const child of block.toArray()) {
    const length = child instanceof Y.XmlText ? child.length : 1
    if (child instanceof Y.XmlText && at <= offset && offset <= at + length) lastText = { child, from: at }
    at += length
  }
  if (lastText) return lastText.child.insert(offset - lastText.from, text, { ...marks })
  const made = new Y.XmlText()
  block.insert(childAfter(block, offset), [made])
  made.insert(0, text, { ...marks })
}

/** Index of the first child that begins at or after an offset. */
function childAfter(block: Y.XmlElement, offset: number): number {
  let at = 0
  const children = block.toArray()
  const index = children.findIndex((child) => {
    const begins = at
    at += child instanceof Y.XmlText ? child.length : 1
    return begins >= offset && !(child instanceof Y.XmlText && child.length === 0)
  })
  return index === -1 ? children.length : index
}

/** Inserts blocks into a list, those that stood in quotes in quotes. */
function insertBlocks(parent: Y.XmlFragment, index: number, blocks: readonly CutBlock[]): void {
  const around = quotesAround(parent)
  const made: Y.XmlElement[] = []
  let depth = 0
  let innermost: Y.XmlElement | null = null
  for (const block of blocks) {
    const element = elementFor(block)
    const wanted = Math.max(block.quotes - around, 0)
    if (innermost && wanted === depth && wanted > 0) {
      innermost.push([element])
      continue
    }
    depth = wanted
    innermost = wanted > 0 ? new Y.XmlElement('blockquote') : null
    innermost?.push([element])
    let outer = innermost ?? element
    for (let level = 1; level < wanted; level += 1) outer = quoted(outer)
    made.push(outer)
  }
  if (made.length > 0) parent.insert(Math.min(index, parent.length), made)
}

function quoted(inner: Y.XmlElement): Y.XmlElement {
  const quote = new Y.XmlElement('blockquote')
  quote.push([inner])
  return quote
}

function elementFor({ kind, level, runs }: BlockForm & { runs: readonly Run[] }): Y.XmlElement {
  const element = new Y.XmlElement(kind)
  if (kind === 'sceneBreak') return element
  if (kind === 'heading') element.setAttribute('level', level as unknown as string)
  let text: Y.XmlText | null = null
  const children: (Y.XmlText | Y.XmlElement)[] = []
  let at = 0
  for (const run of runs)
    for (const piece of run.text.split(/(\n)/).filter((part) => part !== '')) {
      if (piece === '\n') {
        children.push(new Y.XmlElement('hardBreak'))
        text = null
        continue
      }
      if (!text) {
        text = new Y.XmlText()
        children.push(text)
        at = 0
      }
      text.insert(at, piece, { ...run.marks })
      at += piece.length
    }
  element.insert(0, children)
  return element
}
