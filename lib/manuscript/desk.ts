import { roleOn } from '@/lib/access/authorize'
import { chaptersVisibleTo, manuscriptsVisibleTo, PRESENT } from '@/lib/access/visible'
import type { Viewer } from '@/lib/access/contract'
import { commentsSeenBy, openRounds, sightOfAll, threadsSeenBy, type Sight } from '@/lib/critique/visible'
import { database } from '@/lib/db/client'
import { listWorkshops } from '@/lib/workshop/workshops'
import {
  MANUSCRIPT_LIMITS,
  type DeskAnswer,
  type DeskChapter,
  type DeskReading,
  type DeskView,
} from './contract'
import { chapterFor, chapterSummary, manuscriptFor, summariesFor } from './summaries'

/** Most rows of each part of the desk. */
const ROWS = 100
/** How many of the threads that changed last are looked through for answers. */
const THREADS = 200
/** Most new comments that are counted; beyond it nobody minds the number. */
const COMMENTS = 5_000

const chaptersSeenBy = (userId: string) => ({ where: { userId }, select: { visitedAt: true } })

/** How many comments of others came to each chapter since `visits` says the viewer was there. One query. */
async function newCommentsIn(sight: Sight, visits: Map<string, Date | null>): Promise<Map<string, number>> {
  const { userId } = sight
  const counts = new Map<string, number>()
  if (visits.size === 0) return counts
  const oldest = Math.min(...[...visits.values()].map((visitedAt) => visitedAt?.getTime() ?? 0))
  const comments = await database().comment.findMany({
    where: {
      AND: [commentsSeenBy(sight)],
      thread: { chapterId: { in: [...visits.keys()] }, deletedAt: null, AND: [threadsSeenBy(sight)] },
      authorId: { not: userId },
      deletedAt: null,
      createdAt: { gt: new Date(oldest) },
    },
    orderBy: { createdAt: 'desc' },
    take: COMMENTS,
    select: { createdAt: true, thread: { select: { chapterId: true } } },
  })
  for (const { createdAt, thread } of comments) {
    const visitedAt = visits.get(thread.chapterId)
    if (!visitedAt || createdAt > visitedAt)
      counts.set(thread.chapterId, (counts.get(thread.chapterId) ?? 0) + 1)
  }
  return counts
}

/** What an author asks in a chapter's open round. */
function askedIn(rounds: readonly { question: string; endsAt: Date | null }[]): DeskChapter['asked'] {
  const [open] = rounds
  if (!open) return null
  const first = open.question.trim().split('\n')[0] ?? ''
  return { question: excerpt(first), endsAt: open.endsAt?.toISOString() ?? null }
}

/** Chapters up for critique in the viewer's workshops, those edited last first. */
async function upForCritique(viewer: Viewer, sight: Sight): Promise<DeskChapter[]> {
  const { userId } = viewer
  const rows = await database().chapter.findMany({
    where: {
      ...PRESENT,
      status: 'in_critique',
      manuscript: { AND: [manuscriptsVisibleTo(viewer), { workshop: { members: { some: { userId } } } }] },
    },
    orderBy: [{ editedAt: 'desc' }, { id: 'asc' }],
    take: ROWS,
    select: {
      ...chapterFor(sight),
      manuscript: { select: manuscriptFor(userId) },
      visits: chaptersSeenBy(userId),
      rounds: {
        where: openRounds(new Date()),
        orderBy: { startedAt: 'desc' },
        take: 1,
        select: { question: true, endsAt: true },
      },
    },
  })
  const fresh = await newCommentsIn(
    sight,
    new Map(rows.map((row) => [row.id, row.visits[0]?.visitedAt ?? null])),
  )
  return rows.flatMap((row): DeskChapter[] => {
    const { manuscript } = row
    const own = manuscript.collaborators.filter((collaborator) => collaborator.userId === userId)
    const role = roleOn({ ...manuscript, collaborators: own })
    if (!role) return []
    return [
      {
        ...chapterSummary(row),
        role,
        manuscript: { id: manuscript.id, title: manuscript.title },
        workshop: { id: manuscript.workshop.id, name: manuscript.workshop.name },
        authors: manuscript.collaborators
          .filter((collaborator) => collaborator.role === 'author')
          .map(({ userId: id, user }) => ({ userId: id, name: user.name, colour: user.colour })),
        visitedAt: row.visits[0]?.visitedAt.toISOString() ?? null,
        newComments: fresh.get(row.id) ?? 0,
        asked: askedIn(row.rounds),
      },
    ]
  })
}

/** The start of a comment, never cut inside a character. */
export function excerpt(body: string): string {
  const most = MANUSCRIPT_LIMITS.excerptCharacters
  if (body.length <= most) return body
  return `${body.slice(0, most - 1).replace(/[\uD800-\uDBFF]$/, '')}…`
}

/**
 * Threads the viewer took part in, whose newest comment that reaches him is another's and newer than his last visit to
 * the chapter; that answered last first.
 */
async function answersTo(viewer: Viewer, sight: Sight): Promise<DeskAnswer[]> {
  const { userId } = viewer
  const threads = await database().thread.findMany({
    where: {
      deletedAt: null,
      comments: { some: { authorId: userId, deletedAt: null } },
      chapter: chaptersVisibleTo(viewer),
      AND: [threadsSeenBy(sight)],
    },
    orderBy: [{ updatedAt: 'desc' }, { id: 'asc' }],
    take: THREADS,
    select: {
      id: true,
      status: true,
      quote: true,
      chapter: {
        select: {
          id: true,
          title: true,
          manuscript: { select: { id: true, title: true } },
          visits: chaptersSeenBy(userId),
        },
      },
      comments: {
        where: { deletedAt: null, AND: [commentsSeenBy(sight)] },
        orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
        take: 1,
        select: { id: true, authorId: true, body: true, createdAt: true },
      },
    },
  })
  const answered = threads
    .filter(({ chapter, comments: [newest] }) => {
      const visitedAt = chapter.visits[0]?.visitedAt
      return newest && newest.authorId !== userId && (!visitedAt || newest.createdAt > visitedAt)
    })
    // By what reaches him: the thread's own date would tell that somebody has answered whom he does not see yet.
    .sort((a, b) => Number(b.comments[0]?.createdAt) - Number(a.comments[0]?.createdAt))
    .slice(0, ROWS)
  const authors = await database().user.findMany({
    where: { id: { in: answered.flatMap(({ comments }) => comments.map((comment) => comment.authorId)) } },
    select: { id: true, name: true, colour: true },
  })
  const people = new Map(authors.map(({ id, name, colour }) => [id, { userId: id, name, colour }]))
  return answered.flatMap(({ id, status, quote, chapter, comments: [newest] }): DeskAnswer[] => {
    const author = newest && people.get(newest.authorId)
    if (!author) return []
    return [
      {
        threadId: id,
        status,
        quote: quote && excerpt(quote),
        chapter: { id: chapter.id, title: chapter.title },
        manuscript: chapter.manuscript,
        comment: {
          id: newest.id,
          excerpt: excerpt(newest.body),
          author,
          createdAt: newest.createdAt.toISOString(),
        },
      },
    ]
  })
}

/** Beta sessions in which the viewer reads under his account, those that close first first. */
async function toRead({ userId }: Viewer, now = new Date()): Promise<DeskReading[]> {
  const rows = await database().betaSession.findMany({
    where: {
      ...{ ...PRESENT, manuscript: { ...PRESENT, workshop: PRESENT } },
      readers: { some: { userId, removedAt: null, handedInAt: null } },
      AND: [
        { OR: [{ opensAt: null }, { opensAt: { lte: now } }] },
        { OR: [{ closesAt: null }, { closesAt: { gt: now } }] },
      ],
    },
    orderBy: [{ closesAt: { sort: 'asc', nulls: 'last' } }, { id: 'asc' }],
    take: ROWS,
    select: { id: true, title: true, closesAt: true, manuscript: { select: { title: true } } },
  })
  return rows.map(({ id, title, closesAt, manuscript }) => ({
    ...{ id, title, manuscript: manuscript.title },
    closesAt: closesAt?.toISOString() ?? null,
  }))
}

/** What needs the viewer now. A constant number of queries, at most 100 rows in each part. */
export async function deskOf(viewer: Viewer): Promise<DeskView> {
  const written = { some: { userId: viewer.userId, role: { in: ['author' as const, 'coauthor' as const] } } }
  const sight = await sightOfAll(viewer)
  const [critique, answers, reading, { manuscripts }, { workshops }] = await Promise.all([
    upForCritique(viewer, sight),
    answersTo(viewer, sight),
    toRead(viewer),
    summariesFor(viewer, { collaborators: written }, { limit: ROWS }),
    listWorkshops(viewer, { limit: ROWS }),
  ])
  return { critique, answers, reading, manuscripts, workshops }
}
