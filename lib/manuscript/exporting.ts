import { recordAudit } from '@/lib/accounts/audit'
import type { ChapterGrant, Grant } from '@/lib/access/contract'
import { chaptersOf, PRESENT } from '@/lib/access/visible'
import { systemClock, type Clock } from '@/lib/clock'
import { database } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import { ask } from '@/lib/events/events'
import { log } from '@/lib/log'
import { MANUSCRIPT_LIMITS } from './contract'
import { doTextWork, type TextFile } from './text-work'

/** An export that cannot be noted is given all the same: on a full disk it is the way to save one's words. */
async function audit(grant: Grant<'read'>, subject: string, format: string, clock: Clock): Promise<void> {
  try {
    await recordAudit(database(), {
      action: 'chapter.exported',
      actorId: grant.viewer.userId,
      subject,
      details: { format },
      at: new Date(clock.now()),
    })
  } catch (error) {
    log().error({ kind: (error as Error).name }, 'an export could not be noted in the audit log')
  }
}

/**
 * The chapter as a file, as it is durable now.
 * @throws {AppError} `unsupported` for an unknown format
 */
export async function exportChapterFile(
  grant: ChapterGrant<'read'>,
  format: string,
  clock: Clock = systemClock,
): Promise<TextFile> {
  const { chapterId, docId } = grant
  const chapter = await database().chapter.findUnique({
    where: { ...chaptersOf(grant), id: chapterId },
    select: { title: true },
  })
  if (!chapter) throw new AppError('not_found', 'There is no such chapter any more.')
  const { state } = await ask('doc.state', { docId })
  const file = await doTextWork('chapter', { format, title: chapter.title, state })
  await audit(grant, chapterId, format, clock)
  return file
}

/** The manuscript's chapters in order as one file, as they are durable now. Throws as `exportChapterFile`. */
export async function exportManuscriptFile(
  grant: Grant<'read'>,
  format: string,
  clock: Clock = systemClock,
): Promise<TextFile> {
  const { manuscriptId } = grant
  const manuscript = await database().manuscript.findUnique({
    where: { id: manuscriptId },
    select: {
      title: true,
      chapters: {
        where: PRESENT,
        orderBy: [{ position: 'asc' }, { id: 'asc' }],
        take: MANUSCRIPT_LIMITS.chapters,
        select: { title: true, docId: true },
      },
    },
  })
  if (!manuscript) throw new AppError('not_found', 'There is no such manuscript any more.')
  const chapters: { title: string; state: Uint8Array }[] = []
  // One after the other: a thousand docs are not loaded at once.
  for (const { title, docId } of manuscript.chapters)
    chapters.push({ title, state: (await ask('doc.state', { docId })).state })
  const file = await doTextWork('manuscript', { format, title: manuscript.title, chapters })
  await audit(grant, manuscriptId, format, clock)
  return file
}
