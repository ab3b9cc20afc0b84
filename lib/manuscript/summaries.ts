import { roleOn } from '@/lib/access/authorize'
import { manuscriptsVisibleTo, PRESENT } from '@/lib/access/visible'
import { MANUSCRIPT_VERBS, type ManuscriptRole, type Viewer } from '@/lib/access/contract'
import { sightOfAll, threadsSeenBy, type Sight } from '@/lib/critique/visible'
import { database } from '@/lib/db/client'
import { pageOf, type Page } from '@/lib/paging'
import type { Abilities, ChapterStatus, ChapterSummary, ManuscriptList, ManuscriptSummary } from './contract'

/** A Prisma filter: the threads that reach the viewer and still ask for something. */
const openThreadsFor = (sight: Sight) => ({
  status: 'open' as const,
  deletedAt: null,
  AND: [threadsSeenBy(sight)],
})

/** What a `ChapterSummary` needs of its row, for somebody who sees so much of the notes of others. */
export const chapterFor = (sight: Sight) => ({
  id: true,
  manuscriptId: true,
  docId: true,
  title: true,
  position: true,
  status: true,
  words: true,
  createdAt: true,
  editedAt: true,
  _count: { select: { threads: { where: openThreadsFor(sight) } } },
})

interface ChapterRow {
  id: string
  manuscriptId: string
  docId: string
  title: string
  position: number
  status: ChapterStatus
  words: number
  createdAt: Date
  editedAt: Date
  _count: { threads: number }
}

/** The view of a chapter's row. */
export function chapterSummary(row: ChapterRow): ChapterSummary {
  return {
    id: row.id,
    manuscriptId: row.manuscriptId,
    docId: row.docId,
    title: row.title,
    position: row.position,
    status: row.status,
    words: row.words,
    openThreads: row._count.threads,
    createdAt: row.createdAt.toISOString(),
    editedAt: row.editedAt.toISOString(),
  }
}

/** What somebody with `role` may do. */
export function abilitiesOf(role: ManuscriptRole): Abilities {
  const may = MANUSCRIPT_VERBS[role]
  return {
    read: may.includes('read'),
    comment: may.includes('comment'),
    edit: may.includes('edit'),
    decide: may.includes('decide'),
    administer: may.includes('administer'),
  }
}

/** The role a manuscript gives to the whole workshop, as the contract names it. */
export function sharedRole(role: ManuscriptRole | null): 'critic' | 'reader' | null {
  return role === 'critic' || role === 'reader' ? role : null
}

/** What a `ManuscriptSummary` needs of its row, for one viewer. */
export const manuscriptFor = (userId: string) => ({
  id: true,
  title: true,
  language: true,
  workshopId: true,
  workshopRole: true,
  createdAt: true,
  workshop: {
    select: { id: true, name: true, members: { where: { userId }, select: { role: true } } },
  },
  collaborators: {
    where: { OR: [{ role: 'author' as const }, { userId }] },
    orderBy: [{ addedAt: 'asc' as const }, { userId: 'asc' as const }],
    select: { userId: true, role: true, user: { select: { name: true, colour: true } } },
  },
})

interface Tally {
  chapters: number
  chaptersInCritique: number
  words: number
  openThreads: number
  editedAt: Date | null
}

/** Sums over the chapters of manuscripts, in two queries however many there are. */
async function talliesOf(manuscriptIds: string[], sight: Sight): Promise<Map<string, Tally>> {
  const where = { ...PRESENT, manuscriptId: { in: manuscriptIds } }
  const [groups, discussed] = await Promise.all([
    database().chapter.groupBy({
      by: ['manuscriptId', 'status'],
      where,
      _count: { _all: true },
      _sum: { words: true },
      _max: { editedAt: true },
    }),
    database().chapter.findMany({
      where: { ...where, threads: { some: openThreadsFor(sight) } },
      select: { manuscriptId: true, _count: chapterFor(sight)._count },
    }),
  ])
  const tallies = new Map<string, Tally>()
  const tallyOf = (id: string): Tally => {
    const known = tallies.get(id) ?? {
      chapters: 0,
      chaptersInCritique: 0,
      words: 0,
      openThreads: 0,
      editedAt: null,
    }
    tallies.set(id, known)
    return known
  }
  for (const group of groups) {
    const tally = tallyOf(group.manuscriptId)
    tally.chapters += group._count._all
    if (group.status === 'in_critique') tally.chaptersInCritique += group._count._all
    tally.words += group._sum.words ?? 0
    const edited = group._max.editedAt
    if (edited && (!tally.editedAt || edited > tally.editedAt)) tally.editedAt = edited
  }
  for (const chapter of discussed) tallyOf(chapter.manuscriptId).openThreads += chapter._count.threads
  return tallies
}

/** Narrows which of the visible manuscripts are listed. */
export type ManuscriptFilter =
  | { workshopId?: string; id?: string }
  | { collaborators: { some: { userId: string; role: { in: ManuscriptRole[] } } } }

/**
 * The manuscripts `viewer` may read and `filter` keeps, newest first; the cursor is a manuscript's id.
 * A constant number of queries.
 */
export async function summariesFor(
  viewer: Viewer,
  filter: ManuscriptFilter,
  page: Page,
): Promise<ManuscriptList> {
  const found = await database().manuscript.findMany({
    where: { AND: [manuscriptsVisibleTo(viewer), filter] },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: page.limit + 1,
    ...(page.cursor && { cursor: { id: page.cursor }, skip: 1 }),
    select: manuscriptFor(viewer.userId),
  })
  const { rows, next } = pageOf(found, page.limit, (row) => row.id)
  const tallies = await talliesOf(
    rows.map((row) => row.id),
    await sightOfAll(viewer),
  )
  const manuscripts = rows.flatMap((row): ManuscriptSummary[] => {
    const own = row.collaborators.filter(({ userId }) => userId === viewer.userId)
    const role = roleOn({ ...row, collaborators: own })
    if (!role) return []
    const tally = tallies.get(row.id)
    return [
      {
        id: row.id,
        title: row.title,
        language: row.language,
        role,
        workshopRole: sharedRole(row.workshopRole),
        workshop: { id: row.workshop.id, name: row.workshop.name },
        authors: row.collaborators
          .filter((collaborator) => collaborator.role === 'author')
          .map(({ userId, user }) => ({ userId, name: user.name, colour: user.colour })),
        chapters: tally?.chapters ?? 0,
        chaptersInCritique: tally?.chaptersInCritique ?? 0,
        words: tally?.words ?? 0,
        openThreads: tally?.openThreads ?? 0,
        createdAt: row.createdAt.toISOString(),
        editedAt: (tally?.editedAt ?? row.createdAt).toISOString(),
      },
    ]
  })
  return { manuscripts, next }
}
