import { announceAccessChange, recordAccessChange, type AccessMatch } from '@/lib/access/changes'
import type { ChapterGrant, Grant, WorkshopGrant } from '@/lib/access/contract'
import { chaptersOf } from '@/lib/access/visible'
import { recordAudit, type AuditAction } from '@/lib/accounts/audit'
import { systemClock, type Clock } from '@/lib/clock'
import { inTransaction, type DatabaseTransaction } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import { publish } from '@/lib/events/events'
import { MANUSCRIPT_LIMITS } from '@/lib/manuscript/contract'
import { TRASH_KEPT_MS } from './contract'

const GONE = 'This is not there any more.'
const TOO_LATE = 'This was in the trash for 30 days, so it is gone for good.'

/** What is noted, whose connections are judged again, and when. */
interface Noted {
  action: AuditAction
  subject: string
  match: AccessMatch
  at: Date
}

/** Does `work` with its audit entry and its change of rights in one transaction, and tells the rooms afterwards. */
async function noted<T>(
  { viewer }: Pick<Grant<'read'>, 'viewer'>,
  { action, subject, match, at }: Noted,
  work: (tx: DatabaseTransaction) => Promise<T>,
): Promise<T> {
  const done = await inTransaction(async (tx) => {
    const result = await work(tx)
    await recordAccessChange(tx, match, at)
    await recordAudit(tx, { action, actorId: viewer.userId, subject, at })
    return result
  })
  announceAccessChange(match)
  return done
}

/** What is looked for when something comes back: it is in the trash, and not for too long. */
const stillKept = (at: Date) => ({ gt: new Date(at.getTime() - TRASH_KEPT_MS) })
const BACK = { trashedAt: null, trashedById: null } as const

interface Standing {
  id: string
  docId: string
}

/** Tells everybody who has one of these chapters open that its place changed. */
function tellPlaces(chapters: readonly Standing[]): void {
  for (const { id, docId } of chapters) publish({ kind: 'chapter_changed', chapterId: id, docId })
}

/** Shifts the chapters from `position` on by `by` places, and answers which they were. */
async function shift(
  tx: DatabaseTransaction,
  grant: Grant<'read'>,
  position: number,
  by: 1 | -1,
): Promise<Standing[]> {
  const where = { ...chaptersOf(grant), position: { gte: position } }
  const shifted = await tx.chapter.findMany({ where, select: { id: true, docId: true } })
  await tx.chapter.updateMany({ where, data: { position: { increment: by } } })
  return shifted
}

/**
 * Puts a chapter into the trash: it is nowhere any more, its open connections close, and those after it close ranks.
 * @throws {AppError} `not_found` when somebody else was faster
 */
export async function trashChapter(grant: ChapterGrant<'decide'>, clock: Clock = systemClock): Promise<void> {
  const { chapterId, manuscriptId } = grant
  const at = new Date(clock.now())
  const noting = { action: 'chapter.deleted', subject: chapterId, match: { manuscriptId }, at } as const
  const shifted = await noted(grant, noting, async (tx) => {
    const chapter = await tx.chapter.findUnique({
      where: { ...chaptersOf(grant), id: chapterId },
      select: { position: true },
    })
    if (!chapter) throw new AppError('not_found', GONE)
    await tx.chapter.update({
      where: { id: chapterId },
      data: { trashedAt: at, trashedById: grant.viewer.userId },
      select: { id: true },
    })
    return shift(tx, grant, chapter.position + 1, -1)
  })
  tellPlaces(shifted)
}

/**
 * Brings a chapter back with its text, notes and versions, to the place it had, or last when fewer are left before it.
 * @throws {AppError} `not_found` after 30 days, `conflict` when the manuscript is full
 */
export async function restoreChapter(
  grant: ChapterGrant<'decide'>,
  clock: Clock = systemClock,
): Promise<void> {
  const { chapterId, manuscriptId } = grant
  const at = new Date(clock.now())
  const noting = { action: 'chapter.restored', subject: chapterId, match: { manuscriptId }, at } as const
  const shifted = await noted(grant, noting, async (tx) => {
    const chapter = await tx.chapter.findUnique({
      where: { id: chapterId, manuscriptId, trashedAt: stillKept(at) },
      select: { position: true },
    })
    if (!chapter) throw new AppError('not_found', TOO_LATE)
    const count = await tx.chapter.count({ where: chaptersOf(grant) })
    if (count >= MANUSCRIPT_LIMITS.chapters)
      throw new AppError('conflict', `A manuscript has at most ${MANUSCRIPT_LIMITS.chapters} chapters.`)
    const position = Math.min(chapter.position, count)
    const later = await shift(tx, grant, position, 1)
    await tx.chapter.update({
      where: { id: chapterId },
      data: { ...BACK, position },
      select: { id: true },
    })
    return later
  })
  tellPlaces(shifted)
}

/** Puts a manuscript into the trash with all that is in it. Open connections close. Throws as `trashChapter`. */
export async function trashManuscript(grant: Grant<'administer'>, clock: Clock = systemClock): Promise<void> {
  const { manuscriptId } = grant
  const at = new Date(clock.now())
  const noting = { action: 'manuscript.deleted', subject: manuscriptId, match: { manuscriptId }, at } as const
  await noted(grant, noting, async (tx) => {
    const { count } = await tx.manuscript.updateMany({
      where: { id: manuscriptId, trashedAt: null },
      data: { trashedAt: at, trashedById: grant.viewer.userId },
    })
    if (count === 0) throw new AppError('not_found', GONE)
  })
}

/** Brings a manuscript back as it was; chapters that were in the trash before it stay there. Throws as `restoreChapter`. */
export async function restoreManuscript(
  grant: Grant<'administer'>,
  clock: Clock = systemClock,
): Promise<void> {
  const { manuscriptId } = grant
  const at = new Date(clock.now())
  const noting = {
    action: 'manuscript.restored',
    subject: manuscriptId,
    match: { manuscriptId },
    at,
  } as const
  await noted(grant, noting, async (tx) => {
    const { count } = await tx.manuscript.updateMany({
      where: { id: manuscriptId, trashedAt: stillKept(at) },
      data: BACK,
    })
    if (count === 0) throw new AppError('not_found', TOO_LATE)
  })
}

/** Puts a workshop into the trash with every manuscript in it. Open connections close. Throws as `trashChapter`. */
export async function trashWorkshop(grant: WorkshopGrant<'own'>, clock: Clock = systemClock): Promise<void> {
  const { workshopId } = grant
  const at = new Date(clock.now())
  const noting = { action: 'workshop.deleted', subject: workshopId, match: { workshopId }, at } as const
  await noted(grant, noting, async (tx) => {
    const { count } = await tx.workshop.updateMany({
      where: { id: workshopId, trashedAt: null },
      data: { trashedAt: at, trashedById: grant.viewer.userId },
    })
    if (count === 0) throw new AppError('not_found', GONE)
  })
}

/** Brings a workshop back with its members and manuscripts. Throws as `restoreChapter`. */
export async function restoreWorkshop(
  grant: WorkshopGrant<'own'>,
  clock: Clock = systemClock,
): Promise<void> {
  const { workshopId } = grant
  const at = new Date(clock.now())
  const noting = { action: 'workshop.restored', subject: workshopId, match: { workshopId }, at } as const
  await noted(grant, noting, async (tx) => {
    const { count } = await tx.workshop.updateMany({
      where: { id: workshopId, trashedAt: stillKept(at) },
      data: BACK,
    })
    if (count === 0) throw new AppError('not_found', TOO_LATE)
  })
}
