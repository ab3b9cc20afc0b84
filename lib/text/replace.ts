import * as Y from 'yjs'
import { insertBlocks, insertRuns, lengthOf, takeFrom, type MarkedRun } from '@/lib/text/block-edits'
import { formOf, isContainer, isSceneBreak, runsOfBlock, type Attributes } from '@/lib/text/bits'
import { plainText, TEXT_ROOT, type PlainText } from '@/lib/text/plain'
import { wordChanges, type LookAt, type WordChange } from '@/lib/text/word-changes'

/** A stretch of plain text, end-exclusive, UTF-16 code units. */
export interface Range {
  readonly from: number
  readonly to: number
}

/** Words to be written: with marks, or as plain text that takes those of what it replaces or stands beside. */
export type Words = string | readonly MarkedRun[]

/** A link belongs to its words: what is written beside it, or for it, is not part of it. */
const NOT_INHERITED = new Set(['link'])

/**
 * Writes other words for a passage, as one update by `clientId` (RP rules of SPEC.md). Only words that differ are taken
 * out and put in, so that anchors, formatting and what others write around them stay. A line break in the new words
 * divides a paragraph, one that is missing joins two.
 * @param state the doc, V1
 * @returns the update, and where the new words stand then; null when nothing differs
 */
export function replacePassage(
  state: Uint8Array,
  { from, to }: Range,
  words: Words,
  clientId: number,
): { update: Uint8Array; state: Uint8Array; range: Range } | null {
  const doc = new Y.Doc()
  const chapter = doc.getXmlFragment(TEXT_ROOT)
  Y.applyUpdate(doc, state)
  doc.clientID = clientId
  let update: Uint8Array | null = null
  doc.on('update', (bytes: Uint8Array) => (update = bytes))
  try {
    const plain = plainText(chapter)
    const after = textOf(words)
    // Words that come back with marks of their own must have them, also where the same words stand now.
    const looks =
      typeof words === 'string'
        ? undefined
        : { before: lookOf(runsOf(plain, { from, to })), after: lookOf(words) }
    const changes = wordChanges(plain.text.slice(from, to), after, looks)
    doc.transact(() => {
      // From the end, so that what comes before keeps its offset.
      for (const change of changes.toReversed())
        apply(chapter, shifted(change, from), marksFor(words, change))
    })
    if (!update) return null
    return { update, state: Y.encodeStateAsUpdate(doc), range: { from, to: from + after.length } }
  } finally {
    doc.destroy()
  }
}

/** The words of a passage with their marks, as they are put back later; a border of blocks is `\n`. */
export function runsOf(plain: PlainText, { from, to }: Range): MarkedRun[] {
  const runs: MarkedRun[] = []
  for (const [index, block] of plain.blocks.entries()) {
    if (block.to < from || block.from > to) continue
    if (index > 0 && block.from > from && block.from - 1 < to) runs.push({ text: '\n', marks: {} })
    let at = block.from
    for (const { text, marks } of runsOfBlock(block.element)) {
      const part = text.slice(Math.max(0, from - at), Math.max(0, to - at))
      if (part !== '') runs.push({ text: part, marks })
      at += text.length
    }
  }
  return runs
}

function lookOf(runs: readonly MarkedRun[]): LookAt {
  const ends: { end: number; look: string }[] = []
  let end = 0
  for (const { text, marks } of runs) {
    end += text.length
    ends.push({ end, look: JSON.stringify(Object.entries(marks).sort()) })
  }
  return (from, to) => {
    const first = ends.findIndex((run) => run.end > from)
    const last = ends.findIndex((run) => run.end >= to)
    return ends
      .slice(first, last + 1)
      .map(({ end: until, look }) => `${Math.min(until, to) - from} ${look}`)
      .join('\n')
  }
}

function textOf(words: Words): string {
  return typeof words === 'string' ? words : words.map(({ text }) => text).join('')
}

function shifted({ at, out, put }: WordChange, by: number): WordChange {
  return { at: at + by, out, put, putAt: 0 }
}

/** The marks of the new words of a change; null when they are to be those of their place. */
function marksFor(words: Words, { putAt, put }: WordChange): MarkedRun[] | null {
  if (typeof words === 'string') return null
  const runs: MarkedRun[] = []
  let at = 0
  for (const { text, marks } of words) {
    const part = text.slice(Math.max(0, putAt - at), Math.max(0, putAt + put.length - at))
    if (part !== '') runs.push({ text: part, marks })
    at += text.length
  }
  return runs
}

function apply(chapter: Y.XmlFragment, { at, out, put }: WordChange, marked: MarkedRun[] | null): void {
  const runs = put === '' ? [] : (marked ?? [{ text: put, marks: marksAt(plainText(chapter), at, out) }])
  // Put in first: a block whose words all go is not joined away before the new ones stand in it.
  insertAt(chapter, at + out, runs)
  takeOut(chapter, at, out)
}

/** The marks of the first character that goes, or else of what stands before, or after. */
function marksAt(plain: PlainText, at: number, out: number): Attributes {
  const block = plain.blocks[plain.blockAt(at)]
  if (!block) return {}
  const of = (offset: number): Attributes | null => {
    if (offset < block.from || offset >= block.to) return null
    const [run] = runsOf(plain, { from: offset, to: offset + 1 })
    return run && run.text !== '\n' ? run.marks : null
  }
  const marks = (out > 0 ? of(at) : null) ?? of(at - 1) ?? of(at) ?? {}
  return Object.fromEntries(Object.entries(marks).filter(([name]) => !NOT_INHERITED.has(name)))
}

/** Inserts words at an offset; each line break divides the block, the later part being of the same form. */
function insertAt(chapter: Y.XmlFragment, at: number, runs: readonly MarkedRun[]): void {
  if (runs.length === 0) return
  const plain = plainText(chapter)
  const block = plain.blocks[plain.blockAt(at)]
  if (!block) return
  const lines = linesOf(runs)
  const { element } = block
  const offset = at - block.from
  const parent = element.parent as Y.XmlFragment
  const index = parent.toArray().indexOf(element)
  if (isSceneBreak(element)) {
    const made = lines.map((line) => ({ kind: 'paragraph' as const, level: 0, quotes: 0, runs: line }))
    insertBlocks(parent, index, made)
    return remove(element)
  }
  const [first = [], ...others] = lines
  if (others.length === 0) return insertRuns(element, offset, first)
  const rest = takeFrom(element, offset)
  insertRuns(element, lengthOf(element), first)
  const form = formOf(element)
  const made = others.map((line, i) => (i === others.length - 1 ? [...line, ...rest] : line))
  insertBlocks(
    parent,
    index + 1,
    made.map((line) => ({ ...form, runs: line })),
  )
}

function linesOf(runs: readonly MarkedRun[]): MarkedRun[][] {
  const lines: MarkedRun[][] = [[]]
  for (const { text, marks } of runs)
    text.split('\n').forEach((part, i) => {
      if (i > 0) lines.push([])
      if (part !== '') lines.at(-1)?.push({ text: part, marks })
    })
  return lines
}

/** Takes characters out; a border of two blocks that goes joins them. */
function takeOut(chapter: Y.XmlFragment, at: number, out: number): void {
  for (let end = at + out; end > at;) {
    const plain = plainText(chapter)
    const index = plain.blockAt(end - 1)
    const block = plain.blocks[index]
    if (!block) return
    if (end - 1 >= block.to) {
      join(plain, index)
      end -= 1
      continue
    }
    const from = Math.max(at, block.from)
    deleteIn(block.element, from - block.from, end - block.from)
    end = from
  }
}

/** Joins a block with the one after it. Of a scene break and a block the block stays. */
function join(plain: PlainText, index: number): void {
  const [left, right] = [plain.blocks[index]?.element, plain.blocks[index + 1]?.element]
  if (!left || !right) return
  if (isSceneBreak(left)) return remove(left)
  if (!isSceneBreak(right)) {
    const runs = takeFrom(right, 0)
    insertRuns(left, lengthOf(left), runs)
  }
  remove(right)
}

/** Takes a block out, and the quote around it when nothing else stands in that. */
function remove(element: Y.XmlElement): void {
  const parent = element.parent as Y.XmlFragment
  const isLast = parent.length === 1 && parent instanceof Y.XmlElement && isContainer(parent)
  if (isLast) return remove(parent)
  parent.delete(parent.toArray().indexOf(element), 1)
}

/** Deletes characters of one block; a hard break is one. */
function deleteIn(block: Y.XmlElement, from: number, to: number): void {
  let at = lengthOf(block)
  for (const child of block.toArray().toReversed()) {
    const length = child instanceof Y.XmlText ? child.length : 1
    at -= length
    const [first, last] = [Math.max(from - at, 0), Math.min(to - at, length)]
    if (first >= last) continue
    if (child instanceof Y.XmlText) child.delete(first, last - first)
    else block.delete(block.toArray().indexOf(child), 1)
  }
}
