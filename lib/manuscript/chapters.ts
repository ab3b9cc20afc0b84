import type { ChapterGrant, Grant } from '@/lib/access/contract'
import { chaptersOf } from '@/lib/access/visible'
import { sightOf } from '@/lib/critique/visible'
import { systemClock, type Clock } from '@/lib/clock'
import { database, inTransaction, type DatabaseTransaction } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import { publish } from '@/lib/events/events'
import { pageOf, type Page } from '@/lib/paging'
import type { ChapterAccess, ChapterChange, ChapterList, ChapterSummary, ChapterView } from './contract'
import { abilitiesOf, chapterFor, chapterSummary } from './summaries'

const NO_CHAPTER = 'There is no such chapter any more.'

/** The chapters of a manuscript in order; the cursor is a chapter's id. */
export async function listChapters(grant: Grant<'read'>, page: Page): Promise<ChapterList> {
  const { manuscriptId } = grant
  const found = await database().chapter.findMany({
    where: chaptersOf(grant),
    orderBy: [{ position: 'asc' }, { id: 'asc' }],
    take: page.limit + 1,
    ...(page.cursor && { cursor: { id: page.cursor, manuscriptId }, skip: 1 }),
    select: chapterFor(await sightOf(grant)),
  })
  const { rows, next } = pageOf(found, page.limit, (row) => row.id)
  return { chapters: rows.map(chapterSummary), next }
}

/** One chapter as its manuscript's list shows it. @throws {AppError} `not_found` */
export async function summaryOf(grant: Grant<'read'>, chapterId: string): Promise<ChapterSummary> {
  const row = await database().chapter.findUnique({
    where: { ...chaptersOf(grant), id: chapterId },
    select: chapterFor(await sightOf(grant)),
  })
  if (!row) throw new AppError('not_found', NO_CHAPTER)
  return chapterSummary(row)
}

/** The chapter with where it stands, its neighbours and what the viewer may do. */
export async function viewChapter(grant: ChapterGrant<'read'>): Promise<ChapterView> {
  const { chapterId } = grant
  const row = await database().chapter.findUnique({
    where: { ...chaptersOf(grant), id: chapterId },
    select: {
      ...chapterFor(await sightOf(grant)),
      manuscript: {
        select: {
          id: true,
          title: true,
          language: true,
          workshop: { select: { id: true, name: true } },
        },
      },
    },
  })
  if (!row) throw new AppError('not_found', NO_CHAPTER)
  const near = await database().chapter.findMany({
    where: { ...chaptersOf(grant), position: { in: [row.position - 1, row.position + 1] } },
    select: { id: true, title: true, position: true },
  })
  const damages = await database().docDamage.count({ where: { docId: row.docId, repairedAt: null } })
  const neighbour = (position: number) => {
    const found = near.find((chapter) => chapter.position === position)
    return found ? { id: found.id, title: found.title } : null
  }
  const { workshop, ...manuscript } = row.manuscript
  return {
    ...chapterSummary(row),
    role: grant.role,
    can: abilitiesOf(grant.role),
    manuscript,
    workshop,
    previous: neighbour(row.position - 1),
    following: neighbour(row.position + 1),
    damaged: damages > 0,
  }
}

/** What the viewer may do with the chapter. */
export function accessTo(grant: ChapterGrant<'read'>): ChapterAccess {
  return { role: grant.role, can: abilitiesOf(grant.role) }
}

interface Moved {
  id: string
  docId: string
}

/**
 * Moves the grant's chapter to `position` and shifts those between, so that positions stay 0 … n − 1 without gaps.
 * @returns the chapters whose position changed
 */
async function move(
  tx: DatabaseTransaction,
  grant: ChapterGrant<'edit'>,
  position: number,
): Promise<Moved[]> {
  const { chapterId } = grant
  const count = await tx.chapter.count({ where: chaptersOf(grant) })
  const to = Math.min(position, count - 1)
  const chapter = await tx.chapter.findUnique({
    where: { ...chaptersOf(grant), id: chapterId },
    select: { position: true },
  })
  if (!chapter) throw new AppError('not_found', NO_CHAPTER)
  const from = chapter.position
  if (from === to) return []
  const between = {
    ...chaptersOf(grant),
    position: { gte: Math.min(from, to), lte: Math.max(from, to) },
  }
  const moved = await tx.chapter.findMany({ where: between, select: { id: true, docId: true } })
  await tx.chapter.updateMany({ where: between, data: { position: { increment: to > from ? -1 : 1 } } })
  await tx.chapter.update({ where: { id: chapterId }, data: { position: to }, select: { id: true } })
  return moved
}

/** Changes title, place or status of a chapter. Everyone who has it open is told. */
export async function changeChapter(
  grant: ChapterGrant<'edit'>,
  change: ChapterChange,
): Promise<ChapterView> {
  const { chapterId, docId } = grant
  const { title, position, status } = change
  const touched = await inTransaction(async (tx) => {
    await tx.chapter.update({
      where: { ...chaptersOf(grant), id: chapterId },
      data: { title, status },
      select: { id: true },
    })
    return position === undefined ? [] : move(tx, grant, position)
  })
  publish({ kind: 'chapter_changed', chapterId, docId })
  for (const { id, docId: doc } of touched)
    if (id !== chapterId) publish({ kind: 'chapter_changed', chapterId: id, docId: doc })
  return viewChapter(grant)
}

/** Marks the chapter as visited now by the viewer: what others say later is new to him. */
export async function markVisited(
  grant: ChapterGrant<'read'>,
  clock: Clock = systemClock,
): Promise<{ chapterId: string; visitedAt: string }> {
  const { chapterId } = grant
  const { userId } = grant.viewer
  const visitedAt = new Date(clock.now())
  await database().chapterVisit.upsert({
    where: { chapterId_userId: { chapterId, userId } },
    create: { chapterId, userId, visitedAt },
    update: { visitedAt },
    select: { chapterId: true },
  })
  return { chapterId, visitedAt: visitedAt.toISOString() }
}
