import type { ReaderGrant } from '@/lib/access/contract'
import { database, inTransaction } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import type { ProgressBody, ProgressView } from './contract'
import { mustBeOpen, progressSelect, progressView } from './reading'

const NO_EDITION = 'There is no such edition in this beta session.'

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
  const { sessionId, readerId } = grant
  const edition = await database().betaEdition.findUnique({
    where: { id: editionId, sessionId },
    select: { chapterId: true, paragraphs: true },
  })
  if (!edition) throw new AppError('not_found', NO_EDITION)
  if (paragraph >= Math.max(1, edition.paragraphs))
    throw new AppError('invalid', `paragraph: the edition has ${edition.paragraphs}, counted from 0`)
  await mustBeOpen(grant, edition.chapterId)
  return inTransaction(async (tx) => {
    const reader = await tx.betaReader.update({
      where: { id: readerId },
      data: { lastSeenAt: now },
      select: { recordsProgress: true, sharesTime: true },
    })
    const where = { readerId_editionId: { readerId, editionId } }
    const before = await tx.betaProgress.findUnique({ where, select: progressSelect })
    const isOver = finished ?? paragraph === edition.paragraphs - 1
    const at = reader.recordsProgress ? paragraph : 0
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
    return progressView(row)
  })
}
