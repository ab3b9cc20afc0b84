import type { Viewer } from '@/lib/access/contract'
import { chaptersVisibleTo, manuscriptsOpenTo, manuscriptsTrashedFor } from '@/lib/access/visible'
import { systemClock, type Clock } from '@/lib/clock'
import { sightOfAll, threadsSeenBy } from '@/lib/critique/visible'
import { database } from '@/lib/db/client'
import { excerpt } from '@/lib/manuscript/desk'
import { pageOf } from '@/lib/paging'
import { TRASH_KEPT_MS, type TrashItem, type TrashKind, type TrashList, type TrashQuery } from './contract'

/** A row of any kind in the trash. */
interface Trashed {
  kind: TrashKind
  id: string
  title: string
  where: string | null
  at: Date
  byId: string | null
}

/** The part of the trash that one page shows, newest first: what is kept still, after the cursor. */
interface Part {
  kept: { gt: Date }
  after: { at: Date; id: string } | null
  take: number
}

const NEWEST = [{ trashedAt: 'desc' as const }, { id: 'desc' as const }]

/** A Prisma filter for rows that follow the cursor in the order of the list. */
function following({ kept, after }: Part) {
  if (!after) return { trashedAt: kept }
  const { at, id } = after
  return { trashedAt: kept, OR: [{ trashedAt: { lt: at } }, { trashedAt: at, id: { lt: id } }] }
}

async function workshops(viewer: Viewer, part: Part): Promise<Trashed[]> {
  const rows = await database().workshop.findMany({
    where: {
      AND: [following(part), { members: { some: { userId: viewer.userId, role: 'owner' } } }],
    },
    orderBy: NEWEST,
    take: part.take,
    select: { id: true, name: true, trashedAt: true, trashedById: true },
  })
  return rows.flatMap(({ id, name, trashedAt, trashedById }) =>
    trashedAt
      ? [{ kind: 'workshop' as const, id, title: name, where: null, at: trashedAt, byId: trashedById }]
      : [],
  )
}

async function manuscripts(viewer: Viewer, part: Part): Promise<Trashed[]> {
  const rows = await database().manuscript.findMany({
    where: { AND: [following(part), manuscriptsTrashedFor(viewer)] },
    orderBy: NEWEST,
    take: part.take,
    select: {
      ...{ id: true, title: true, trashedAt: true, trashedById: true },
      workshop: { select: { name: true } },
    },
  })
  return rows.flatMap(({ id, title, workshop, trashedAt, trashedById }) =>
    trashedAt
      ? [{ kind: 'manuscript' as const, id, title, where: workshop.name, at: trashedAt, byId: trashedById }]
      : [],
  )
}

/** What both kinds of things in a manuscript are looked up by, by whoever may bring them back. */
function inManuscripts(viewer: Viewer, part: Part) {
  return {
    where: { AND: [following(part), { manuscript: manuscriptsOpenTo(viewer, 'decide') }] },
    orderBy: NEWEST,
    take: part.take,
    select: {
      ...{ id: true, title: true, trashedAt: true, trashedById: true },
      manuscript: { select: { title: true } },
    },
  }
}

interface InManuscript {
  id: string
  title: string
  trashedAt: Date | null
  trashedById: string | null
  manuscript: { title: string }
}

function trashedIn(kind: 'chapter' | 'beta_session', rows: readonly InManuscript[]): Trashed[] {
  return rows.flatMap(({ id, title, manuscript, trashedAt: at, trashedById: byId }) =>
    at ? [{ kind, id, title, where: manuscript.title, at, byId }] : [],
  )
}

async function chapters(viewer: Viewer, part: Part): Promise<Trashed[]> {
  return trashedIn('chapter', await database().chapter.findMany(inManuscripts(viewer, part)))
}

async function betaSessions(viewer: Viewer, part: Part): Promise<Trashed[]> {
  return trashedIn('beta_session', await database().betaSession.findMany(inManuscripts(viewer, part)))
}

/** Threads of chapters that stand: the viewer's own where he may comment still, and all that reach him where he decides. */
async function threads(viewer: Viewer, { kept, after, take }: Part): Promise<Trashed[]> {
  const mine = { authorId: viewer.userId, chapter: { manuscript: manuscriptsOpenTo(viewer, 'comment') } }
  const decided = { chapter: { manuscript: manuscriptsOpenTo(viewer, 'decide') } }
  const seen = threadsSeenBy(await sightOfAll(viewer))
  const followed = after
    ? { OR: [{ deletedAt: { lt: after.at } }, { deletedAt: after.at, id: { lt: after.id } }] }
    : {}
  const rows = await database().thread.findMany({
    where: {
      AND: [
        { deletedAt: kept },
        followed,
        { chapter: chaptersVisibleTo(viewer) },
        { OR: [mine, decided] },
        // What a beta reader took back is his to bring back.
        { OR: [{ kind: { not: 'reader_note' } }, { deletedById: { not: null } }] },
        seen,
      ],
    },
    orderBy: [{ deletedAt: 'desc' }, { id: 'desc' }],
    take,
    select: {
      ...{ id: true, quote: true, deletedAt: true, deletedById: true },
      chapter: { select: { title: true } },
      comments: { orderBy: [{ createdAt: 'asc' }, { id: 'asc' }], take: 1, select: { body: true } },
    },
  })
  return rows.flatMap(({ id, quote, chapter, comments: [first], deletedAt, deletedById }) => {
    const title = excerpt(first?.body ?? quote ?? '')
    return deletedAt
      ? [{ kind: 'thread' as const, id, title, where: chapter.title, at: deletedAt, byId: deletedById }]
      : []
  })
}

function newestFirst(a: Trashed, b: Trashed): number {
  return b.at.getTime() - a.at.getTime() || (a.id < b.id ? 1 : -1)
}

async function peopleOf(rows: readonly Trashed[]) {
  const people = await database().user.findMany({
    where: { id: { in: [...new Set(rows.flatMap(({ byId }) => byId ?? []))] } },
    select: { id: true, name: true, colour: true },
  })
  return new Map(people.map(({ id, name, colour }) => [id, { userId: id, name, colour }]))
}

/** What `viewer` may bring back, newest first, each kind found with one query. */
export async function listTrash(
  viewer: Viewer,
  { limit, cursor }: TrashQuery,
  clock: Clock = systemClock,
): Promise<TrashList> {
  const [time, id] = cursor?.split(/-(.*)/s, 2) ?? []
  const part: Part = {
    kept: { gt: new Date(clock.now() - TRASH_KEPT_MS) },
    after: time && id ? { at: new Date(Number(time)), id } : null,
    take: limit + 1,
  }
  const found = await Promise.all([
    workshops(viewer, part),
    manuscripts(viewer, part),
    chapters(viewer, part),
    betaSessions(viewer, part),
    threads(viewer, part),
  ])
  const { rows, next } = pageOf(
    found.flat().sort(newestFirst),
    limit,
    (row) => `${row.at.getTime()}-${row.id}`,
  )
  const people = await peopleOf(rows)
  const items = rows.map(({ kind, id: itemId, title, where, at, byId }): TrashItem => ({
    ...{ kind, id: itemId, title, where, trashedAt: at.toISOString() },
    goneAt: new Date(at.getTime() + TRASH_KEPT_MS).toISOString(),
    trashedBy: (byId && people.get(byId)) || null,
  }))
  return { items, next }
}
