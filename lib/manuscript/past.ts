import { database } from '@/lib/db/client'
import { AppError, isAppError } from '@/lib/errors'
import { openHistory, type History } from '@/lib/sync/history'
import { openPrismaArchive } from '@/lib/sync/prisma-log/archive'
import { packPiece } from '@/lib/text/row-bytes'
import type { TraceBase, TracedRow } from '@/lib/text/trace'
import { doPastWork, type HistoryKey } from './past-work'

/** Rows and bytes that are sent to be followed at a time. */
const PIECE = { rows: 2_000, bytes: 1024 * 1024 }

/** The histories of the open database; states are put together where past work is done. */
export function openPast(): History {
  return openHistory(openPrismaArchive(database()), (ask) => doPastWork('merge', ask))
}

let last: Promise<unknown> = Promise.resolve()

/**
 * Follows a doc's history to its durable end, then asks something of it. One history is followed at a time, so that
 * what was followed is still at hand when it is asked for.
 * @throws {AppError} `not_found`, `unavailable` when it takes more time or memory than it may
 */
export function askPast<T>(docId: string, question: (key: HistoryKey) => Promise<T>): Promise<T> {
  const run = async (): Promise<T> => {
    const key = { docId, epoch: await epochOf(docId) }
    await followToEnd(key)
    return question(key)
  }
  const answer = last.then(async () => {
    try {
      return await run()
    } catch (error) {
      // The thread was replaced meanwhile and knows nothing any more.
      if (isAppError(error) && error.code === 'conflict') return run()
      throw error
    }
  })
  last = answer.catch(() => undefined)
  return answer
}

/** Which history a doc has now. @throws {AppError} `not_found` */
export async function epochOf(docId: string): Promise<number> {
  const doc = await database().doc.findUnique({ where: { id: docId }, select: { epoch: true } })
  if (!doc) throw new AppError('not_found', 'There is no such chapter any more.')
  return doc.epoch
}

async function followToEnd(key: HistoryKey): Promise<void> {
  const history = openPast()
  for (let next = await doPastWork('next', key); ;) {
    const gap = await followRows(history, key, next)
    if (gap === null) return
    const base = await baseBehind(history, key.docId, gap)
    if (!base) return
    await doPastWork('follow', { ...key, piece: packPiece({ base, rows: [] }) })
    next = base.seq + 1
  }
}

/** Follows what is kept from a position on. @returns the last position of a gap, null at the end */
async function followRows(history: History, key: HistoryKey, fromSeq: number): Promise<number | null> {
  let rows: TracedRow[] = []
  let bytes = 0
  const send = async () => {
    if (rows.length > 0) await doPastWork('follow', { ...key, piece: packPiece({ base: null, rows }) })
    rows = []
    bytes = 0
  }
  for await (const step of history.rows(key.docId, { fromSeq })) {
    if (step.kind === 'gap') {
      await send()
      return step.toSeq
    }
    rows.push(step)
    bytes += step.bytes.byteLength
    if (rows.length >= PIECE.rows || bytes >= PIECE.bytes) await send()
  }
  await send()
  return null
}

/** The first state behind a gap from which the history can be followed again; null when there is none. */
async function baseBehind(history: History, docId: string, gapEnd: number): Promise<TraceBase | null> {
  const snapshots = await openPrismaArchive(database()).snapshots(docId)
  for (const seq of snapshots.filter((uptoSeq) => uptoSeq >= gapEnd)) {
    const state = await history.stateAt(docId, seq)
    if (state.state === 'at') return { seq, bytes: state.bytes }
  }
  return null
}
