import * as Y from 'yjs'
import type { BlockForm } from '@/lib/text/blocks'
import type { IdRange } from '@/lib/text/ranges'

/** Marks as Yjs has them: the value of each by its name. */
export type Attributes = Readonly<Record<string, unknown>>

/** Characters of one item where they stand or stood: `\n` for a hard break. */
export interface Bit extends IdRange {
  readonly text: string
  readonly marks: Attributes
  readonly deleted: boolean
}

const CONTAINER = 'blockquote'
const SCENE_BREAK = 'sceneBreak'
const HARD_BREAK = 'hardBreak'
const NONE: Attributes = {}

type List = { readonly _start: Y.Item | null }

/** Items of a list, deleted ones too, in their order. */
export function* itemsOf(list: List): Generator<Y.Item> {
  for (let item = list._start; item !== null; item = item.right) yield item
}

/** The element an item holds, if any. */
export function elementOf(item: Y.Item): Y.XmlElement | null {
  return item.content instanceof Y.ContentType && item.content.type instanceof Y.XmlElement
    ? item.content.type
    : null
}

/** True for a block quote, which holds blocks and no words of its own. */
export function isContainer(element: Y.XmlElement): boolean {
  return element.nodeName === CONTAINER
}

/** True for a scene break, a block without words. */
export function isSceneBreak(element: Y.XmlElement): boolean {
  return element.nodeName === SCENE_BREAK
}

function isHardBreak(item: Y.Item): boolean {
  return elementOf(item)?.nodeName === HARD_BREAK
}

/** The text block (or scene break) that an item is part of; null for one that holds no words. */
export function blockOf(item: Y.Item): Y.XmlElement | null {
  const element = elementOf(item)
  if (element && isSceneBreak(element)) return element
  const parent = isHardBreak(item)
    ? item.parent
    : item.content instanceof Y.ContentString
      ? above(item)
      : null
  return parent instanceof Y.XmlElement ? parent : null
}

function above(item: Y.Item): unknown {
  return item.parent instanceof Y.XmlText ? item.parent.parent : null
}

/** In how many quotes a list stands. */
export function quotesAround(list: unknown): number {
  let quotes = 0
  for (let at = list; at instanceof Y.XmlElement; at = at.parent) if (isContainer(at)) quotes += 1
  return quotes
}

/** The form of a block, read before it is deleted. */
export function formOf(block: Y.XmlElement): BlockForm {
  const quotes = quotesAround(block.parent)
  if (isSceneBreak(block)) return { kind: 'sceneBreak', level: 0, quotes }
  if (block.nodeName !== 'heading') return { kind: 'paragraph', level: 0, quotes }
  return { kind: 'heading', level: Number(block.getAttribute('level') ?? 1), quotes }
}

/** The words of a block in their order, those that were deleted too, with the marks that hold now. */
export function* bitsOf(block: Y.XmlElement): Generator<Bit> {
  for (const child of itemsOf(block)) {
    const { id, length, deleted, content } = child
    if (isHardBreak(child)) {
      yield { client: id.client, clock: id.clock, length, text: '\n', marks: NONE, deleted }
      continue
    }
    if (content instanceof Y.ContentType && content.type instanceof Y.XmlText) yield* bitsOfText(content.type)
  }
}

/** A scene break as a bit without words. */
export function sceneBreakBits({ _item: item }: Y.XmlElement): Bit[] {
  if (!item) return []
  const { id, length, deleted } = item
  return [{ client: id.client, clock: id.clock, length, text: '', marks: NONE, deleted }]
}

function* bitsOfText(text: Y.XmlText): Generator<Bit> {
  let marks = NONE
  for (const { id, length, deleted, content } of itemsOf(text)) {
    if (content instanceof Y.ContentFormat && !deleted) marks = withMark(marks, content.key, content.value)
    if (content instanceof Y.ContentString)
      yield { client: id.client, clock: id.clock, length, text: content.str, marks, deleted }
  }
}

function withMark(marks: Attributes, key: string, value: unknown): Attributes {
  const { [key]: _was, ...rest } = marks
  return value === null ? rest : { ...rest, [key]: value }
}

/** A part of a bit. */
export function partOf<B extends Bit>(bit: B, { clock, length }: { clock: number; length: number }): B {
  const from = clock - bit.clock
  return { ...bit, clock, length, text: bit.text.slice(from, from + length) }
}

/** The names of marks as `Run` has them, sorted. */
export function namesOf(marks: Attributes): string[] {
  return Object.entries(marks)
    .map(([name, value]) => (name === 'link' ? `link ${hrefOf(value)}` : name))
    .sort()
}

function hrefOf(value: unknown): string {
  const href = typeof value === 'object' && value !== null && 'href' in value ? value.href : ''
  return typeof href === 'string' ? href : ''
}

/** The words of a block that stand. */
export function wordsOfBlock(block: Y.XmlElement): string {
  let text = ''
  for (const bit of bitsOf(block)) if (!bit.deleted) text += bit.text
  return text
}

/** As `wordsOfBlock`, in stretches of one set of marks. */
export function runsOfBlock(block: Y.XmlElement): { text: string; marks: Attributes }[] {
  const runs: { text: string; marks: Attributes }[] = []
  for (const { deleted, text, marks } of bitsOf(block)) {
    const last = runs.at(-1)
    if (deleted) continue
    if (last && last.marks === marks) last.text += text
    else runs.push({ text, marks })
  }
  return runs
}

/** The text blocks and scene breaks that stand in a list, those in quotes too, in their order. */
export function* blocksIn(list: List): Generator<Y.XmlElement> {
  for (const item of itemsOf(list)) {
    const element = item.deleted ? null : elementOf(item)
    if (!element) continue
    if (isContainer(element)) yield* blocksIn(element)
    else yield element
  }
}
