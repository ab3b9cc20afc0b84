import * as Y from 'yjs'
import { encodeBase64, passageBetween, standsBetween } from '@/lib/text/anchor'
import { plainText, TEXT_ROOT, type PlainText } from '@/lib/text/plain'
import { decodePosition } from '@/lib/text/position'
import type { IdRange } from '@/lib/text/ranges'

/** What takes an edit back, and the words that must still stand there for it. */
export interface TakenOut {
  /** One update, V1. */
  update: Uint8Array
  /** Positions in base64 and the words between them, as `standsBetween` reads them. */
  passage: { start: string; end: string; words: string }
}

const STEP = Symbol('step')
const LATER = Symbol('later')

/**
 * Takes out again what one edit put in: the words go, and a paragraph that it divided is one again. `changed` when
 * anybody changed those words since, or wrote among them; null when the edit put no words in.
 * @param before the doc before the edit, V1
 * @param step the edit
 * @param later all that was written since
 * @param clientId who writes the update
 */
export function takeOut(
  before: Uint8Array,
  step: Uint8Array,
  later: readonly Uint8Array[],
  clientId: number,
): TakenOut | 'changed' | null {
  const doc = new Y.Doc({ gc: false })
  const root = doc.getXmlFragment(TEXT_ROOT)
  Y.applyUpdate(doc, before)
  doc.clientID = clientId
  const undo = new Y.UndoManager(root, { trackedOrigins: new Set([STEP]), captureTimeout: 0 })
  try {
    const was = plainText(root).text
    Y.applyUpdate(doc, step, STEP)
    const own = rangesOf(step)
    const passage = passageOf(was, plainText(root), own)
    if (!passage) return null
    doc.transact(() => {
      for (const update of later) Y.applyUpdate(doc, update, LATER)
    }, LATER)
    if (!standsBetween(plainText(root), passage)) return 'changed'
    const update = undone(doc, undo, own)
    return update ? { update, passage } : 'changed'
  } finally {
    undo.destroy()
    doc.destroy()
  }
}

/** The update of undoing the one edit that is tracked; null when it would take out more than that edit put in. */
function undone(doc: Y.Doc, undo: Y.UndoManager, own: readonly IdRange[]): Uint8Array | null {
  let update: Uint8Array | null = null
  let isOwn = true
  doc.on('update', (bytes: Uint8Array) => {
    update = update ? Y.mergeUpdates([update, bytes]) : bytes
  })
  doc.on('afterTransaction', ({ deleteSet }) => {
    for (const [client, deleted] of deleteSet.clients)
      isOwn &&= deleted.every(({ clock, len }) => isWithin({ client, clock, length: len }, own))
  })
  undo.undo()
  return isOwn ? update : null
}

function rangesOf(update: Uint8Array): IdRange[] {
  return Y.decodeUpdate(update).structs.map(({ id, length }) => ({
    client: id.client,
    clock: id.clock,
    length,
  }))
}

function isWithin({ client, clock, length }: IdRange, ranges: readonly IdRange[]): boolean {
  let at = clock
  for (const range of ranges)
    if (range.client === client && range.clock <= at) at = Math.max(at, range.clock + range.length)
  return at >= clock + length
}

/** Where the edit put words in: from the first to the last of them, words that it moved along included. */
function passageOf(was: string, now: PlainText, own: readonly IdRange[]): TakenOut['passage'] | null {
  const isOwn = (offset: number) => {
    const id = decodePosition(now.positionBefore(offset))?.item
    return id ? isWithin({ client: id.client, clock: id.clock, length: 1 }, own) : now.text[offset] === '\n'
  }
  let from = 0
  while (from < was.length && was[from] === now.text[from]) from += 1
  let to = now.text.length
  let end = was.length
  while (to > from && end > from && was[end - 1] === now.text[to - 1]) {
    to -= 1
    end -= 1
  }
  while (from > 0 && isOwn(from - 1)) from -= 1
  while (to < now.text.length && isOwn(to)) to += 1
  const [start, last] = [now.positionBefore(from), now.positionAfter(to)]
  const range = passageBetween(now, start, last)
  if (!range) return null
  return {
    start: encodeBase64(now.positionBefore(range.from)),
    end: encodeBase64(now.positionAfter(range.to)),
    words: now.text.slice(range.from, range.to),
  }
}
