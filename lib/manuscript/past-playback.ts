import type { ChapterGrant } from '@/lib/access/contract'
import { AppError } from '@/lib/errors'
import { packPiece } from '@/lib/text/row-bytes'
import type { TracedRow } from '@/lib/text/trace'
import { PAST_LIMITS, type HistoryView, type PieceQuery } from './contract.past'
import { askPast, epochOf, openPast } from './past'
import { doPastWork } from './past-work'
import { peopleById } from './versions-threads'

/** The moments of a chapter's history, oldest first. @throws {AppError} `unavailable` */
export async function historyOf({ docId }: ChapterGrant<'edit'>): Promise<HistoryView> {
  const { moments, epoch } = await askPast(docId, async (key) => ({
    moments: await doPastWork('moments', { ...key, most: PAST_LIMITS.moments }),
    epoch: key.epoch,
  }))
  const ids = [...new Set(moments.flatMap(({ authorIds }) => authorIds.map((id) => id ?? '')))]
  const person = await peopleById(ids.filter((id) => id !== ''))
  return {
    epoch,
    people: ids.map(person),
    moments: moments.map(({ fromSeq, toSeq, at, authorIds, isAfterGap }) => ({
      ...{ from: fromSeq, to: toSeq, afterGap: isAfterGap },
      at: new Date(at).toISOString(),
      by: authorIds.map((id) => ids.indexOf(id ?? '')),
    })),
  }
}

/**
 * A piece of a chapter's history from a position on: the doc as it was before it, and the rows that follow, as
 * `packPiece` packs them. Bounded by `PAST_LIMITS`.
 * @throws {AppError} `gone` when that position or that history is not kept, `not_found` when it never was, `unavailable`
 */
export async function pieceFrom(
  { docId }: ChapterGrant<'edit'>,
  fromSeq: number,
  { epoch }: PieceQuery = {},
): Promise<Uint8Array> {
  const history = openPast()
  const before = await history.stateAt(docId, fromSeq - 1)
  if (before.state !== 'at') throw notKept()
  const rows: TracedRow[] = []
  let bytes = 0
  for await (const step of history.rows(docId, { fromSeq })) {
    if (step.kind === 'gap') break
    bytes += step.bytes.byteLength
    if (rows.length > 0 && (rows.length >= PAST_LIMITS.pieceRows || bytes > PAST_LIMITS.pieceBytes)) break
    rows.push(step)
  }
  // Asked last: what was read while another history began is of neither.
  const isOther = epoch !== undefined && epoch !== (await epochOf(docId))
  if (rows.length === 0 || isOther) throw notKept()
  return packPiece({ base: { seq: fromSeq - 1, bytes: before.bytes }, rows })
}

function notKept(): AppError {
  return new AppError('gone', 'This part of the chapter’s history is not kept.')
}
