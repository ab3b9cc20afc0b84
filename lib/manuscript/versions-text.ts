import { gunzipSync, gzipSync } from 'node:zlib'
import type { Node } from '@tiptap/pm/model'
import * as Y from 'yjs'
import { proseHtml } from '@/lib/prose/html'
import { plainText } from '@/lib/prose/plain'
import { CHAPTER_FRAGMENT } from '@/lib/prose/schema'
import { fragmentToProse } from '@/lib/prose/ydoc'
import { makeAnchor } from '@/lib/text/anchor'
import { blocksOf } from '@/lib/text/blocks'
import { compareTexts, type Comparison } from '@/lib/text/compare'
import { place, type Placement } from '@/lib/text/placement'
import { plainText as plainTextOfDoc } from '@/lib/text/plain'
import { countWords } from '@/lib/text/words'
import { differenceTo, sweepEmptied, type BlockId, type Difference } from './versions-difference'

/** The largest state a version holds, unpacked; the gate lets nobody write so much. Bytes. */
const LARGEST_STATE = 256 * 1024 * 1024

/** A state as a version keeps it: V2 encoding, gzip. */
export interface PackedState {
  packed: Uint8Array
  words: number
}

/** A version's text as plain data: ProseMirror JSON of the chapter schema. */
export interface VersionText {
  prose: Record<string, unknown>
  words: number
}

function docOf(apply: (doc: Y.Doc) => void): Y.Doc {
  const doc = new Y.Doc()
  // Named before the state arrives, so that Yjs knows what it is.
  doc.getXmlFragment(CHAPTER_FRAGMENT)
  apply(doc)
  return doc
}

function proseOfPacked(packed: Uint8Array): Node {
  const doc = openPacked(packed)
  try {
    return fragmentToProse(doc.getXmlFragment(CHAPTER_FRAGMENT))
  } finally {
    doc.destroy()
  }
}

/** Packs a doc's whole state (V1): half the size of V1 alone, a tenth with gzip. */
export function packState(state: Uint8Array): PackedState {
  const doc = docOf((empty) => Y.applyUpdate(empty, state))
  try {
    return {
      packed: gzipSync(Y.encodeStateAsUpdateV2(doc)),
      words: countWords(plainText(fragmentToProse(doc.getXmlFragment(CHAPTER_FRAGMENT)))),
    }
  } finally {
    doc.destroy()
  }
}

/** Reads what `packState` made. */
export function readVersion(packed: Uint8Array): VersionText {
  const prose = proseOfPacked(packed)
  return { prose: prose.toJSON() as Record<string, unknown>, words: countWords(plainText(prose)) }
}

/** A version as it is read without an editor. A block's `id` is the same in every version in which it stands. */
export interface VersionPage {
  html: string
  blocks: { id: string; text: string }[]
}

/** The Yjs id of each text block's element; null for the one that stands for an empty chapter. */
function blockIds(fragment: Y.XmlFragment): (string | null)[] {
  return plainTextOfDoc(fragment).blocks.map(({ element }) => {
    const id = element._item?.id
    return id ? `${id.client}-${id.clock}` : null
  })
}

/** Reads what `packState` made, as HTML with its blocks. */
export function pageOfVersion(packed: Uint8Array): VersionPage {
  const doc = openPacked(packed)
  try {
    const fragment = doc.getXmlFragment(CHAPTER_FRAGMENT)
    const { html, blocks } = proseHtml(fragmentToProse(fragment))
    const ids = blockIds(fragment)
    return { html, blocks: blocks.map(({ text }, index) => ({ id: ids[index] ?? `new-${index}`, text })) }
  } finally {
    doc.destroy()
  }
}

/** The doc that `packState` packed. The caller destroys it. */
export function openPacked(packed: Uint8Array): Y.Doc {
  return docOf((empty) => Y.applyUpdateV2(empty, gunzipSync(packed, { maxOutputLength: LARGEST_STATE })))
}

/** Two packed states as one marked text. */
export function compareVersions(from: Uint8Array, to: Uint8Array): Comparison {
  return compareTexts(blocksOf(proseOfPacked(from)), blocksOf(proseOfPacked(to)))
}

/**
 * What became of passages of one packed state in a later one of the same doc: an anchor is made where each stands, and
 * placed there. Null for a passage without words.
 * @param passages offsets of the earlier plain text, in UTF-16 code units
 */
export function carryPassages(
  from: Uint8Array,
  to: Uint8Array,
  passages: readonly { from: number; to: number }[],
): (Placement | null)[] {
  const [before, after] = [openPacked(from), openPacked(to)]
  try {
    const [was, now] = [before, after].map((doc) => plainTextOfDoc(doc.getXmlFragment(CHAPTER_FRAGMENT)))
    if (!was || !now) return []
    return passages.map((passage) => {
      const hasWords = was.text.slice(passage.from, passage.to).trim() !== ''
      return hasWords ? place(now, makeAnchor(was, passage.from, passage.to)) : null
    })
  } finally {
    before.destroy()
    after.destroy()
  }
}

/** See `differenceTo`. */
export function differenceToVersion(
  state: Uint8Array,
  packed: Uint8Array,
  how: { clientId: number; mayEmpty: boolean },
): Difference | null {
  return differenceTo(state, proseOfPacked(packed), how)
}

/** See `sweepEmptied`. */
export function sweepVersion(
  state: Uint8Array,
  emptied: readonly BlockId[],
  clientId: number,
): Uint8Array | null {
  return sweepEmptied(state, emptied, clientId)
}
