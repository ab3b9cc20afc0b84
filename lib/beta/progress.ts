import type { ReaderGrant } from '@/lib/access/contract'
import { inTransaction } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import type { ProgressBody, ProgressView } from './contract.reading'
import { wasHere } from './contact'
import { editionPage } from './edition-pages'
import { mustBeOpen, progressSelect, progressView } from './reading'
import { putReminderAway } from './reminders'
import { tellOfReader } from './telling'

/**
 * Keeps where a reader is in an edition: the first report of one is how he moves on to it. Who does not let it be recorded
 * leaves nothing but whether he finished, which opens the next chapter.
 * @throws {AppError} `not_found`, `forbidden` for a chapter that is not open to him, `invalid` for a paragraph that the
 *   edition does not have
 */
export async function saveProgress(
  grant: ReaderGrant<'read'>,
  { editionId, paragraph, finished, stopped, seconds }: ProgressBody,
  now = new Date(),
): Promise<ProgressView> {
  const { sessionId, readerId, reader } = grant
  const { chapterId, paragraphs } = (await editionPage(sessionId, editionId)).summary
  if (paragraph >= Math.max(1, paragraphs))
    throw new AppError('invalid', `paragraph: the edition has ${paragraphs}, counted from 0`)
  await mustBeOpen(grant, chapterId)
  const isOver = finished ?? paragraph === paragraphs - 1
  const at = reader.recordsProgress ? paragraph : 0
  const { view, isNew } = await inTransaction(async (tx) => {
    if (reader.recordsProgress) await wasHere(tx, grant, now)
    const where = { readerId_editionId: { readerId, editionId } }
    const before = await tx.betaProgress.findUnique({ where, select: progressSelect })
    const data = {
      ...{ paragraph: at, furthest: Math.max(at, before?.furthest ?? 0), updatedAt: now },
      finishedAt: before?.finishedAt ?? (isOver ? now : null),
      ...(stopped !== undefined && {
        stoppedAt: stopped && now,
        stopReason: stopped?.reason?.trim() || null,
        // Where somebody stops he says himself, whatever is recorded of him else.
        ...(stopped && { paragraph }),
      }),
      seconds: reader.sharesTime ? (before?.seconds ?? 0) + (seconds ?? 0) : 0,
    }
    const row = await tx.betaProgress.upsert({
      where,
      create: { ...data, readerId, editionId },
      update: data,
      select: progressSelect,
    })
    return { view: progressView(row), isNew: row.stoppedAt !== null && !before?.stoppedAt }
  })
  await putReminderAway(grant)
  if (isNew) await tellOfReader(grant)
  return view
}
