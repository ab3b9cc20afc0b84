import { randomInt } from 'node:crypto'
import * as Y from 'yjs'
import { ask } from '@/lib/events/events'
import { CLIENT_IDS } from '@/lib/manuscript/applying'
import { encodeAnchor, makeAnchor, type Anchor } from '@/lib/text/anchor'
import { place } from '@/lib/text/placement'
import { plainText, TEXT_ROOT, type PlainText } from '@/lib/text/plain'
import { replacePassage, runsOf, type Range, type Words } from '@/lib/text/replace'
import type { TakeBack } from './decisions'

/** Where a suggestion fits: its very words stand there. Null when they have changed. */
export function fittingPassage(plain: PlainText, anchor: Anchor): Range | null {
  const found = place(plain, anchor)
  if (found.state === 'unplaced' || plain.text.slice(found.from, found.to) !== anchor.quote) return null
  return { from: found.from, to: found.to }
}

/** What stands right behind words that end at a border or before a sign that follows without a blank. */
const FOLLOWS_CLOSELY = /^(?:$|[\s.,;:!?…)\]”’»])/u

/**
 * What goes with a passage that is cut: its border when it is a whole paragraph, so that no empty one stays behind, else
 * the blank that would stand twice or before a full stop.
 */
export function withBorder({ text, blocks }: PlainText, { from, to }: Range, words: string): Range {
  if (words !== '') return { from, to }
  const block = blocks.find((one) => one.from <= from && to <= one.to)
  const isWhole = blocks.some((one) => one.from === from) && blocks.some((one) => one.to === to)
  if (isWhole && blocks.length > 1)
    return to < text.length ? { from, to: to + 1 } : { from: Math.max(from - 1, 0), to }
  if (!block || isWhole) return { from, to }
  if (from > block.from && text[from - 1] === ' ' && FOLLOWS_CLOSELY.test(text.slice(to, block.to)))
    return { from: from - 1, to }
  return from === block.from && text[to] === ' ' ? { from, to: to + 1 } : { from, to }
}

/** A word on each side, so that where something was cut can be found again. Code units. */
const AROUND = 64

function around(text: string, { from, to }: Range): { before: number; after: number } {
  const before = /\S+\s*$/u.exec(text.slice(Math.max(0, from - AROUND), from))?.[0].length ?? 0
  const after = /^\s*\S+/u.exec(text.slice(to, to + AROUND))?.[0].length ?? 0
  return { before, after }
}

export interface Moment {
  state: Uint8Array
  seq: number
  plain: PlainText
}

export async function chapterNow(docId: string): Promise<Moment> {
  const { state, seq } = await ask('doc.state', { docId })
  const doc = new Y.Doc()
  Y.applyUpdate(doc, state)
  return { state, seq, plain: plainText(doc.getXmlFragment(TEXT_ROOT)) }
}

/** A new wording of the chapter as an update, and its plain text then. */
export function reworded({ state }: Moment, range: Range, words: Words) {
  const replaced = replacePassage(state, range, words, randomInt(CLIENT_IDS))
  if (!replaced) return null
  const doc = new Y.Doc()
  Y.applyUpdate(doc, replaced.state)
  return { ...replaced, plain: plainText(doc.getXmlFragment(TEXT_ROOT)) }
}

/**
 * What taking it back needs; null when nothing stands around that could be found again.
 * @param passage the suggestion's own, within `old`
 */
export function takeBackOf(
  before: PlainText,
  { passage, old }: { passage: Range; old: Range },
  after: PlainText,
  now: Range,
): TakeBack | null {
  const sides = around(after.text, now)
  const wide = { from: now.from - sides.before, to: now.to + sides.after }
  if (after.text.slice(wide.from, wide.to).trim() === '') return null
  return {
    anchor: encodeAnchor(makeAnchor(after, wide.from, wide.to)),
    before: sides.before + passage.from - old.from,
    old: runsOf(before, { from: old.from - sides.before, to: old.to + sides.after }),
  }
}
