import { createHash } from 'node:crypto'
import * as Y from 'yjs'
import { CHAPTER_FRAGMENT } from '@/lib/prose/schema'
import { packSegment, type KeptRow } from './segments'

/** A base and the rows after it. */
export interface MergeAsk {
  /** A state, V1 encoding; absent for the empty doc. */
  base?: Uint8Array
  /** In order of `seq`, following one another. */
  rows: readonly KeptRow[]
  /** Pack the rows as well. */
  pack: boolean
}

/** One state in place of base and rows; `segment` holds the packed rows when they were asked for, else nothing. */
export interface Merged {
  /** A Yjs update, V1 encoding, without the content of what was deleted. */
  state: Uint8Array
  segment: Uint8Array
  /** SHA-256 of the canonical content, in hexadecimal. */
  contentHash: string
}

/** Does a merge somewhere: here, or in the thread of `merge-thread.ts`. */
export type Merge = (ask: MergeAsk) => Promise<Merged>

/** Base and rows do not fit together, or the state made of them is not the same when it is read again. */
export class Unmergeable extends Error {
  override readonly name = 'Unmergeable'
}

/**
 * Merges in this thread. Through a doc, never `Y.mergeUpdates`: that is quadratic and keeps what was deleted (SYNC,
 * Facts). The state is read again into a fresh doc, and must have the same state vector, deletions and content.
 * @throws {Unmergeable} when it is not, or when the rows refer to what is not there
 */
export function mergeHere({ base, rows, pack }: MergeAsk): Merged {
  const doc = docOf(base ? [base, ...rows.map(({ bytes }) => bytes)] : rows.map(({ bytes }) => bytes))
  const state = Y.encodeStateAsUpdate(doc)
  const again = docOf([state])
  const hash = contentHash(doc)
  const isSame = Y.equalSnapshots(Y.snapshot(doc), Y.snapshot(again)) && hash === contentHash(again)
  doc.destroy()
  again.destroy()
  if (!isSame) throw new Unmergeable('The merged state is not what it was made of.')
  const segment = pack ? packSegment(rows) : new Uint8Array()
  return { state, segment, contentHash: hash }
}

function docOf(updates: readonly Uint8Array[]): Y.Doc {
  const doc = new Y.Doc()
  // Yjs mends redundant formatting with an edit of its own; a snapshot must not differ from its rows ([SY38]).
  doc.on('afterTransaction', (transaction) => {
    transaction._needFormattingCleanup = false
  })
  doc.getXmlFragment(CHAPTER_FRAGMENT)
  try {
    doc.transact(() => {
      for (const update of updates) Y.applyUpdate(doc, update)
    })
  } catch (error) {
    throw new Unmergeable('The rows do not apply.', { cause: error })
  }
  if (doc.store.pendingStructs || doc.store.pendingDs)
    throw new Unmergeable('A row refers to one that is not there.')
  return doc
}

/** SHA-256 of a chapter's content: its elements, attributes, words and marks, without a trace of how they came about. */
export function contentHash(doc: Y.Doc): string {
  const content = doc.getXmlFragment(CHAPTER_FRAGMENT).toArray().map(contentOf)
  return createHash('sha256').update(JSON.stringify(content)).digest('hex')
}

function contentOf(node: unknown): unknown {
  if (node instanceof Y.XmlText) return (node.toDelta() as unknown[]).map(sorted)
  if (node instanceof Y.XmlElement)
    return [node.nodeName, sorted(node.getAttributes()), node.toArray().map(contentOf)]
  return null
}

/** The same value with the keys of every object in order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]))
}
