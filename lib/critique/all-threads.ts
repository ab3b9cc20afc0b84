import type { Grant } from '@/lib/access/contract'
import { chaptersOf } from '@/lib/access/visible'
import { database } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import { pageOf, type Page } from '@/lib/paging'
import type { PersonView } from '@/lib/workshop/contract'
import type {
  ManuscriptThread,
  ManuscriptThreadList,
  ManuscriptThreadQuery,
  ThreadFilter,
} from './contract.filters'
import { narrowed, type ThreadWhere } from './filters'
import { threadsOf } from './threads-where'
import { sightOf, threadsSeenBy } from './visible'
import { peopleNamed, threadSelect, threadViews, type ThreadRow } from './views'

/** What a list across chapters reads of each thread. */
const selectWithChapter = {
  ...threadSelect,
  chapter: { select: { id: true, docId: true, title: true, position: true } },
}

interface RowWithChapter extends ThreadRow {
  chapter: { id: string; docId: string; title: string; position: number }
}

/** By chapter, oldest first. */
const ORDER = [
  { chapter: { position: 'asc' as const } },
  { chapterId: 'asc' as const },
  { createdAt: 'asc' as const },
  { id: 'asc' as const },
]

/** What comes after a thread in a list of a manuscript. @throws {AppError} `invalid` when it is none of its threads */
async function after(grant: Grant<'read'>, cursor: string): Promise<ThreadWhere> {
  const last = await database().thread.findUnique({
    where: { id: cursor, chapter: chaptersOf(grant), AND: [threadsSeenBy(await sightOf(grant))] },
    select: { createdAt: true, chapterId: true, chapter: { select: { position: true } } },
  })
  if (!last) throw new AppError('invalid', 'cursor: is not the `next` of a list of this manuscript')
  const { createdAt, chapterId, chapter } = last
  const { position } = chapter
  return {
    OR: [
      { chapter: { position: { gt: position } } },
      { chapter: { position }, chapterId: { gt: chapterId } },
      { chapterId, createdAt: { gt: createdAt } },
      { chapterId, createdAt, id: { gt: cursor } },
    ],
  }
}

/** The views of threads of several chapters, in their order; each chapter's text is read once. */
async function viewsByChapter(grant: Grant<'read'>, rows: RowWithChapter[]): Promise<ManuscriptThread[]> {
  const views: ManuscriptThread[] = []
  for (let rest = rows; rest[0];) {
    const { docId, id, title, position } = rest[0].chapter
    const ends = rest.findIndex(({ chapter }) => chapter.id !== id)
    const ofOne = ends < 0 ? rest : rest.slice(0, ends)
    rest = ends < 0 ? [] : rest.slice(ends)
    for (const view of await threadViews({ ...grant, docId }, ofOne))
      views.push({ ...view, chapter: { id, title, position } })
  }
  return views
}

/** What of a manuscript's threads is asked for, as a Prisma filter. Throws as `narrowed`. */
export async function threadsAsked(
  grant: Grant<'read'>,
  { chapter, ...filter }: ThreadFilter & { chapter?: string },
): Promise<ThreadWhere> {
  const from = { ...(await threadsOf(grant)), ...(chapter && { chapterId: chapter }) }
  return narrowed(from, filter, await sightOf(grant))
}

/**
 * A page of the threads that `where` lets through, by chapter, each placed in its chapter's text as it is now.
 * @param where what `threadsAsked` answered
 * @throws {AppError} `invalid` for a strange cursor
 */
export async function threadsPage(
  grant: Grant<'read'>,
  where: ThreadWhere,
  { limit, cursor }: Page,
): Promise<{ threads: ManuscriptThread[]; next: string | null }> {
  const found = await database().thread.findMany({
    where: cursor ? { AND: [where, await after(grant, cursor)] } : where,
    orderBy: ORDER,
    take: limit + 1,
    select: selectWithChapter,
  })
  const { rows, next } = pageOf(found, limit, (row) => row.id)
  return { threads: await viewsByChapter(grant, rows), next }
}

/** The threads of a manuscript across its chapters. @throws {AppError} `invalid` for a strange cursor */
export async function listManuscriptThreads(
  grant: Grant<'read'>,
  { limit, cursor, ...asked }: ManuscriptThreadQuery,
): Promise<ManuscriptThreadList> {
  const where = await threadsAsked(grant, asked)
  const [total, page] = await Promise.all([
    database().thread.count({ where }),
    threadsPage(grant, where, { limit, cursor }),
  ])
  return { ...page, total }
}

/** Who opened a note in the manuscript, by name. */
export async function criticsOf(grant: Grant<'read'>): Promise<PersonView[]> {
  const opened = await database().thread.groupBy({ by: ['authorId'], where: await threadsOf(grant) })
  const ids = opened.map(({ authorId }) => authorId)
  const person = await peopleNamed(ids)
  return ids.map(person).sort((a, b) => a.name.localeCompare(b.name))
}
