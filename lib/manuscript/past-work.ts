import { AppError } from '@/lib/errors'
import { mergeHere, type MergeAsk, type Merged } from '@/lib/sync/merge'
import type { Cut } from '@/lib/text/cut'
import { placeOfCut } from '@/lib/text/cut-place'
import { fewerMoments, type Moment } from '@/lib/text/moments'
import { putBack } from '@/lib/text/put-back'
import { takeOut, type TakenOut } from '@/lib/text/take-out'
import { unpackPiece } from '@/lib/text/row-bytes'
import { Trace } from '@/lib/text/trace'
import { writtenBy, type WrittenBlock } from '@/lib/text/written-by'
import type { DoWork } from '@/lib/thread'
import * as Y from 'yjs'
import { findCuts, isBackIn, type CutsAsk, type FoundCuts } from './past-search'

/** Which history: a restore from backup or a repair begins another. */
export interface HistoryKey {
  docId: string
  epoch: number
}

/** The work on whole histories. What was followed of one is kept for a while, so that only news has to be sent. */
export type PastWork = {
  /** The position from which on a history is wanted: 1 when nothing of it is known here. */
  next: { ask: HistoryKey; answer: number }
  /** Follows a piece (see `packPiece`) that begins there. */
  follow: { ask: HistoryKey & { piece: Uint8Array }; answer: null }
  authors: {
    ask: HistoryKey
    answer: { blocks: WrittenBlock[]; since: number | null; seq: number }
  }
  cuts: { ask: HistoryKey & { query: CutsAsk }; answer: FoundCuts }
  /** One cut passage with all its words; null when there is none of that id. */
  cut: { ask: HistoryKey & { cutId: string }; answer: { cut: Cut; isBack: boolean } | null }
  /** The update that brings a cut passage back, written by `clientId`. */
  putBack: { ask: HistoryKey & { cutId: string; clientId: number }; answer: Uint8Array | null }
  /** What takes a passage out again that came back with the first row of the piece; null when it did not. */
  takeOut: {
    ask: HistoryKey & { cutId: string; piece: Uint8Array; clientId: number }
    answer: TakenOut | 'changed' | null
  }
  moments: { ask: HistoryKey & { most: number }; answer: Moment[] }
  /** See `mergeHere`. */
  merge: { ask: MergeAsk; answer: Merged }
}

/** Does past work somewhere: here, or in a thread. */
export type PastWorker = DoWork<PastWork>

/** So many histories, or so many bytes of their rows, are kept at hand; a doc takes about ten times its rows. */
const MOST_TRACES = 4
const MOST_TRACED_BYTES = 24 * 1024 * 1024

interface Kept {
  trace: Trace
  bytes: number
}

/** Histories that were followed, the ones asked for last at the end. */
const kept = new Map<string, Kept>()

function keyOf({ docId, epoch }: HistoryKey): string {
  return `${docId}:${epoch}`
}

function traceOf(key: HistoryKey): Trace {
  const found = kept.get(keyOf(key))
  if (!found) throw new AppError('conflict', 'The history was not followed to its end. Try again.')
  return found.trace
}

function follow(key: HistoryKey, packed: Uint8Array): null {
  const { base, rows } = unpackPiece(packed)
  const name = keyOf(key)
  const found = kept.get(name) ?? { trace: new Trace(), bytes: 0 }
  kept.delete(name)
  const { trace } = found
  if (base && base.seq > trace.seq) trace.restart(base)
  // Two may follow the same history at once: what is known already is left out, and nothing is skipped.
  for (const row of rows.filter(({ seq }) => seq > trace.seq)) {
    if (row.seq !== trace.seq + 1) throw new AppError('conflict', 'Something of the history is missing.')
    trace.follow(row)
  }
  found.bytes += packed.byteLength
  kept.set(name, found)
  makeRoom()
  return null
}

function makeRoom(): void {
  let bytes = [...kept.values()].reduce((sum, one) => sum + one.bytes, 0)
  for (const [name, one] of kept) {
    if (kept.size === 1 || (kept.size <= MOST_TRACES && bytes <= MOST_TRACED_BYTES)) return
    kept.delete(name)
    one.trace.destroy()
    bytes -= one.bytes
  }
}

function cutOf(trace: Trace, cutId: string): Cut | undefined {
  return trace.cuts().find(({ id }) => id === cutId)
}

function bringBack(trace: Trace, cutId: string, clientId: number): Uint8Array | null {
  const cut = cutOf(trace, cutId)
  return cut ? putBack(Y.encodeStateAsUpdate(trace.doc), cut, placeOfCut(trace, cut), clientId) : null
}

const bare = (words: string) => words.replace(/\s+/g, '')

function takeOutAgain(
  trace: Trace,
  { cutId, piece, clientId }: { cutId: string; piece: Uint8Array; clientId: number },
): TakenOut | 'changed' | null {
  const cut = cutOf(trace, cutId)
  const { base, rows } = unpackPiece(piece)
  const [step, ...later] = rows.map(({ bytes }) => bytes)
  if (!cut || !base || !step) return null
  const taken = takeOut(base.bytes, step, later, clientId)
  if (taken === null || taken === 'changed') return taken
  const words = cut.blocks.flatMap(({ runs }) => runs.map(({ text }) => text)).join('')
  return bare(taken.passage.words).includes(bare(words)) ? taken : null
}

const WORK: { [K in keyof PastWork]: (ask: PastWork[K]['ask']) => PastWork[K]['answer'] } = {
  next: (key) => (kept.get(keyOf(key))?.trace.seq ?? 0) + 1,
  follow: ({ piece, ...key }) => follow(key, piece),
  authors(key) {
    const trace = traceOf(key)
    return { blocks: writtenBy(trace), since: trace.since, seq: trace.seq }
  },
  cuts: ({ query, ...key }) => findCuts(traceOf(key), query),
  cut({ cutId, ...key }) {
    const trace = traceOf(key)
    const cut = cutOf(trace, cutId)
    return cut ? { cut, isBack: isBackIn(trace)(cut) } : null
  },
  putBack: ({ cutId, clientId, ...key }) => bringBack(traceOf(key), cutId, clientId),
  takeOut: (ask) => takeOutAgain(traceOf(ask), ask),
  moments: ({ most, ...key }) => fewerMoments(traceOf(key).moments, most),
  merge: (ask) => mergeHere(ask),
}

/** Does the work in this thread, now. @throws {AppError} `conflict` when the history is not known here */
export function doPastWorkHere<K extends keyof PastWork>(
  kind: K,
  ask: PastWork[K]['ask'],
): PastWork[K]['answer'] {
  return WORK[kind](ask)
}

const HOLDER = Symbol.for('scriptorium.past-thread')

interface Holder {
  [HOLDER]?: PastWorker
}

/** Makes `worker` do the process's past work; null takes it away. For the composition root and tests. */
export function holdPastWorker(worker: PastWorker | null): void {
  if (worker) (globalThis as Holder)[HOLDER] = worker
  else delete (globalThis as Holder)[HOLDER]
}

/**
 * Does past work: in the thread that `openPastThread` holds, else (tests, the command line) here.
 * @throws {AppError} what the work throws, and the refusals of the thread
 */
export async function doPastWork<K extends keyof PastWork>(
  kind: K,
  ask: PastWork[K]['ask'],
): Promise<PastWork[K]['answer']> {
  const worker = (globalThis as Holder)[HOLDER]
  return worker ? worker(kind, ask) : doPastWorkHere(kind, ask)
}
