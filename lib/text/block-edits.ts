import * as Y from 'yjs'
import { quotesAround, type Attributes } from '@/lib/text/bits'
import type { BlockForm } from '@/lib/text/blocks'

/** A stretch of text with one set of marks, as Yjs has them. A hard break is `\n`. */
export interface MarkedRun {
  readonly text: string
  readonly marks: Attributes
}

/** A block to be written. */
export interface WrittenBlock extends BlockForm {
  readonly runs: readonly MarkedRun[]
}

/** Takes the words from `offset` on out of a block. @returns them */
export function takeFrom(block: Y.XmlElement, offset: number): MarkedRun[] {
  const runs: MarkedRun[] = []
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

function runsFrom(text: Y.XmlText, from: number): MarkedRun[] {
  let at = 0
  return (text.toDelta() as { insert: unknown; attributes?: Attributes }[]).flatMap((run): MarkedRun[] => {
    const words = typeof run.insert === 'string' ? run.insert : ''
    const part = words.slice(Math.max(from - at, 0))
    at += words.length
    return part === '' ? [] : [{ text: part, marks: run.attributes ?? {} }]
  })
}

/** Characters of a block; a hard break is one. */
export function lengthOf(block: Y.XmlElement): number {
  return block
    .toArray()
    .reduce((length, child) => length + (child instanceof Y.XmlText ? child.length : 1), 0)
}

/** Inserts runs at an offset of a block; a hard break parts the text in which it comes to stand. */
export function insertRuns(block: Y.XmlElement, offset: number, runs: readonly MarkedRun[]): void {
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
export function insertBlocks(parent: Y.XmlFragment, index: number, blocks: readonly WrittenBlock[]): void {
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

function elementFor({ kind, level, runs }: Omit<WrittenBlock, 'quotes'>): Y.XmlElement {
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
