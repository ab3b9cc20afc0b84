import * as Y from 'yjs'
import { formOf, wordsOfBlock } from '@/lib/text/bits'
import { insertBlocks, insertRuns, lengthOf, takeFrom, type MarkedRun } from '@/lib/text/block-edits'
import type { Cut, CutBlock } from '@/lib/text/cut'
import type { Place } from '@/lib/text/cut-place'
import { TEXT_ROOT } from '@/lib/text/plain'

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

function withoutLeadingSpace([first, ...others]: readonly MarkedRun[]): MarkedRun[] {
  return first ? [{ ...first, text: first.text.trimStart() }, ...others] : []
}
