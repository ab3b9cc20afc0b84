import * as Y from 'yjs'
import { CHAPTER_FRAGMENT } from '@/lib/prose/schema'
import type { DoWork, DoWorkHere } from '@/lib/thread'
import type { RefusalReason } from './contract'
import { judgeParts, readUpdate, type Span, type UpdateBounds } from './gate'
import { standsNowhere } from './neighbours'
import { MissingStruct, sliceUpdate, type SliceSize } from './slices'
import { checkChapter, reasonOf, type CheckStructure } from './structure'

/** The work on whole docs and large updates that would hold the event loop. All of it is pure. */
export type DocWork = {
  /** Reads what is stored of a doc. */
  open: { ask: { blobs: readonly Uint8Array[] }; answer: OpenedDoc | { damage: string } }
  /** Parts a whole doc into updates that are applied one after another. */
  slice: { ask: { state: Uint8Array }; answer: Uint8Array[] }
  /** Judges an update against a doc, up to who wrote it: steps 5 to 7 of the pipeline on a copy. */
  examine: { ask: Examination; answer: Examined }
}

/** A doc as one update, and the clock that comes next for each client. */
export interface OpenedDoc {
  state: Uint8Array
  clocks: [client: number, clock: number][]
}

/** An update, and the doc it is for as `blobs`. */
export interface Examination {
  blobs: readonly Uint8Array[]
  update: Uint8Array
  bounds: UpdateBounds
}

/** Why an update may not be applied; or the clocks it brings, what a doc emits for it (null: nothing new), in slices. */
export type Examined =
  | { refusal: RefusalReason }
  | { spans: [client: number, span: Span][]; emitted: Uint8Array | null; slices: Uint8Array[] }

/** Does the work somewhere: here, or in a thread. */
export type DocWorker = DoWork<DocWork>

/** About 5 ms of applying on a machine at full load (1,000 scattered structs: 4 ms; 1,000 delete ranges: 7 ms). */
export const SLICE_SIZE: SliceSize = { parts: 500, length: 128 * 1024 }

/** Structs of one client among which parting one costs as much as all else that is done for a part. */
const CHEAP_STRUCTS = 20_000

/**
 * The same 5 ms in a doc with a long history: a part that falls into a struct parts it, which moves all later structs of
 * that client (75 µs among 300,000, where a delete range parts two).
 */
function sliceSizeFor(doc: Y.Doc): SliceSize {
  let longest = 0
  for (const structs of doc.store.clients.values()) longest = Math.max(longest, structs.length)
  return { ...SLICE_SIZE, parts: Math.ceil(SLICE_SIZE.parts / (1 + longest / CHEAP_STRUCTS)) }
}

/** Does the work in this thread, now. */
export const doDocWorkHere: DoWorkHere<DocWork> = (kind, ask) => WORK[kind](ask)

/** Does the work in this thread, with another check of the structure than a chapter's. */
export function docWorkHere(checkStructure: CheckStructure): DocWorker {
  const work = workWith(checkStructure)
  return (kind, ask) => new Promise((resolve) => resolve(work[kind](ask)))
}

type Works = { [K in keyof DocWork]: (ask: DocWork[K]['ask']) => DocWork[K]['answer'] }

function workWith(checkStructure: CheckStructure): Works {
  return {
    open: ({ blobs }) => openDoc(blobs),
    slice: ({ state }) => sliceDoc(state),
    examine: (ask) => examine(ask, checkStructure),
  }
}

const WORK = workWith(checkChapter)

const UNBOUNDED: UpdateBounds = {
  structs: Infinity,
  deleteRanges: Infinity,
  writers: Infinity,
  clockAdvance: Infinity,
}

/** Makes a doc of stored blobs: each decodes to its end, and together they fit. The damage is a sentence for the log. */
export function readDoc(blobs: readonly Uint8Array[]): { doc: Y.Doc } | { damage: string } {
  for (const blob of blobs) {
    const read = readUpdate(blob, UNBOUNDED)
    if ('refusal' in read && read.refusal.reason !== 'gap') return { damage: 'A stored update is damaged.' }
  }
  const doc = newDoc()
  try {
    applyAll(doc, blobs)
  } catch (error) {
    if (!(error instanceof Error)) throw error
    return { damage: 'The stored updates do not apply.' }
  }
  if (!doc.store.pendingStructs && !doc.store.pendingDs) return { doc }
  return { damage: 'A stored update refers to one that is not stored.' }
}

function openDoc(blobs: readonly Uint8Array[]): OpenedDoc | { damage: string } {
  const read = readDoc(blobs)
  if ('damage' in read) return read
  const state = Y.encodeStateAsUpdate(read.doc)
  const clocks = clocksOf(read.doc)
  read.doc.destroy()
  return { state, clocks }
}

function sliceDoc(state: Uint8Array): Uint8Array[] {
  const { structs, ds } = Y.decodeUpdate(state)
  return sliceUpdate({ structs, deletes: ds.clients }, () => 0, SLICE_SIZE)
}

/** The clock that comes next for each client. */
export function clocksOf(doc: Y.Doc): [client: number, clock: number][] {
  return [...Y.decodeStateVector(Y.encodeStateVector(doc))]
}

function examine({ blobs, update, bounds }: Examination, checkStructure: CheckStructure): Examined {
  const read = readUpdate(update, bounds)
  if ('refusal' in read) return { refusal: read.refusal.reason }
  const doc = newDoc()
  try {
    applyAll(doc, blobs)
    const clocks = new Map(clocksOf(doc))
    const clockOf = (client: number) => clocks.get(client) ?? 0
    const refused = judgeParts(read, clockOf, bounds)
    if (refused) return { refusal: refused }
    const accepted = acceptInto(doc, update, checkStructure)
    if ('broken' in accepted) return { refusal: reasonOf(accepted.broken) }
    const { spans, structs, deletes } = read
    const slices = accepted.bytes ? sliceUpdate({ structs, deletes }, clockOf, sliceSizeFor(doc)) : []
    return { spans: [...spans], emitted: accepted.bytes, slices }
  } catch (error) {
    if (error instanceof MissingStruct) return { refusal: 'gap' }
    throw error
  } finally {
    doc.destroy()
  }
}

/** `bytes` is what the doc emitted: null when the update held nothing new. */
export type Acceptance = { bytes: Uint8Array | null } | { broken: string }

/**
 * Applies an update and checks the structure inside the same transaction.
 * When the answer is `broken` the doc is spoilt and must be given up.
 */
export function acceptInto(doc: Y.Doc, update: Uint8Array, checkStructure: CheckStructure): Acceptance {
  const emitted: Uint8Array[] = []
  const keep = (bytes: Uint8Array) => emitted.push(bytes)
  let broken: string | null = null
  doc.on('update', keep)
  try {
    doc.transact((transaction) => {
      Y.applyUpdate(doc, update)
      broken = standsNowhere(doc, transaction) ? 'malformed' : checkStructure(doc, transaction)
    })
    if (doc.store.pendingStructs || doc.store.pendingDs) broken ??= 'gap'
  } catch (error) {
    broken = 'malformed'
    if (!(error instanceof Error)) throw error
  } finally {
    doc.off('update', keep)
  }
  if (broken !== null) return { broken }
  if (emitted.length === 0) return { bytes: null }
  return { bytes: emitted.length === 1 ? emitted[0]! : Y.mergeUpdates(emitted) }
}

/** An empty doc as the server keeps one. */
export function newDoc(): Y.Doc {
  const doc = new Y.Doc()
  doc.on('afterTransaction', leaveFormattingAlone)
  // Asked for before anything is applied: a root that Yjs makes by itself is later replaced by another object.
  doc.getXmlFragment(CHAPTER_FRAGMENT)
  return doc
}

/** Makes a doc of updates that are known to fit. */
export function docOf(updates: readonly Uint8Array[]): Y.Doc {
  const doc = newDoc()
  applyAll(doc, updates)
  return doc
}

/** One transaction for all: merging first would be quadratic, and a transaction each would clean up each time. */
function applyAll(doc: Y.Doc, updates: readonly Uint8Array[]): void {
  doc.transact(() => {
    for (const update of updates) Y.applyUpdate(doc, update)
  })
}

/**
 * After a remote change Yjs removes redundant formatting marks with an edit of its own. On the server that would
 * alter what a client wrote, and make memory differ from the log after each load; browsers do it for themselves.
 */
function leaveFormattingAlone(transaction: Y.Transaction): void {
  transaction._needFormattingCleanup = false
}
