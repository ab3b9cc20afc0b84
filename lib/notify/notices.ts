import type { Viewer } from '@/lib/access/contract'
import { chaptersVisibleTo, manuscriptsOpenTo, manuscriptsVisibleTo, PRESENT } from '@/lib/access/visible'
import { knownPeople } from '@/lib/critique/views'
import { sightOfAll, threadsSeenBy } from '@/lib/critique/visible'
import { database, inTransaction } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import { pageOf, type Page } from '@/lib/paging'
import {
  NOTICE_KINDS,
  NoticeKind,
  type NoticeList,
  type NoticesRead,
  type NoticesUnread,
  type NoticeSwitches,
  type NoticeSwitchesChange,
  type NoticeView,
} from './contract'
import { announceNotices, forgetReadNotices, type StoredSubject } from './telling'

interface NoticeRow {
  id: string
  kind: string
  count: number
  subject: unknown
  updatedAt: Date
  readAt: Date | null
}

const ROW = { id: true, kind: true, count: true, subject: true, updatedAt: true, readAt: true } as const

/** How one's notices stand: changes whenever one comes, changes or is read. */
export async function stampOf({ userId }: Viewer): Promise<NoticesUnread> {
  const { _count, _max } = await database().notice.aggregate({
    where: { userId, readAt: null },
    _count: true,
    _max: { updatedAt: true },
  })
  return { unread: _count, stamp: `${_count}-${_max.updatedAt?.getTime() ?? 0}` }
}

/** What comes after a notice in the list. @throws {AppError} `invalid` when the cursor is no notice of the viewer's */
async function after(userId: string, cursor: string) {
  const last = await database().notice.findUnique({
    where: { id: cursor, userId },
    select: { updatedAt: true },
  })
  if (!last) throw new AppError('invalid', 'cursor: is not the `next` of a list of your notices')
  const { updatedAt } = last
  return { OR: [{ updatedAt: { lt: updatedAt } }, { updatedAt, id: { gt: cursor } }] }
}

/**
 * One's notices, the newest first. What one may not read any more (a chapter in the trash, a manuscript that is not
 * shared any more, a deleted note) is left out, and does not count as unread from then on.
 */
export async function listNotices(viewer: Viewer, { limit, cursor }: Page): Promise<NoticeList> {
  const { userId } = viewer
  const found = await database().notice.findMany({
    where: { userId, ...(cursor && (await after(userId, cursor))) },
    orderBy: [{ updatedAt: 'desc' }, { id: 'asc' }],
    take: limit + 1,
    select: ROW,
  })
  const { rows, next } = pageOf(found, limit, (row) => row.id)
  const notices = await viewsOf(viewer, rows)
  const shown = new Set(notices.map(({ id }) => id))
  const lost = rows.filter(({ id, readAt }) => !readAt && !shown.has(id)).map(({ id }) => id)
  if (lost.length > 0) await markRead(userId, { id: { in: lost } })
  return { notices, ...(await stampOf(viewer)), next }
}

/** Those of these beta sessions in which one reads. */
async function readingsOf({ userId }: Viewer, betaSessionIds: { in: string[] }) {
  const rows = await database().betaSession.findMany({
    where: {
      ...{ id: betaSessionIds, ...PRESENT, manuscript: { ...PRESENT, workshop: PRESENT } },
      readers: { some: { userId, removedAt: null } },
    },
    select: { id: true, title: true, manuscript: { select: { title: true } } },
  })
  return rows.map(({ id, title, manuscript }) => ({ id, title, manuscript: manuscript.title }))
}

async function viewsOf(viewer: Viewer, rows: readonly NoticeRow[]): Promise<NoticeView[]> {
  const subjects = rows.map((row) => row.subject as StoredSubject)
  const ids = <K extends 'chapterId' | 'manuscriptId' | 'threadId' | 'betaSessionId'>(key: K) => ({
    in: [...new Set(subjects.flatMap((subject) => subject[key] ?? []))],
  })
  const [chapters, manuscripts, threads, sessions, readings, people] = await Promise.all([
    database().chapter.findMany({
      where: { id: ids('chapterId'), ...chaptersVisibleTo(viewer) },
      select: { id: true, title: true, manuscript: { select: { id: true, title: true } } },
    }),
    database().manuscript.findMany({
      where: { id: ids('manuscriptId'), ...manuscriptsVisibleTo(viewer) },
      select: { id: true, title: true },
    }),
    database().thread.findMany({
      where: { id: ids('threadId'), deletedAt: null, AND: [threadsSeenBy(await sightOfAll(viewer))] },
      select: { id: true },
    }),
    database().betaSession.findMany({
      where: { id: ids('betaSessionId'), trashedAt: null, manuscript: manuscriptsOpenTo(viewer, 'decide') },
      select: { id: true, title: true },
    }),
    readingsOf(viewer, ids('betaSessionId')),
    knownPeople(subjects.flatMap(({ by }) => by)),
  ])
  const chapterOf = new Map(chapters.map((row) => [row.id, row]))
  const manuscriptOf = new Map(manuscripts.map((row) => [row.id, row]))
  const threadIds = new Set(threads.map(({ id }) => id))
  const sessionOf = new Map(sessions.map((row) => [row.id, row]))
  const readingOf = new Map(readings.map((row) => [row.id, row]))
  return rows.flatMap((row): NoticeView[] => {
    const { by, threadId, chapterId, manuscriptId, betaSessionId, receipts } = row.subject as StoredSubject
    const chapter = chapterId ? chapterOf.get(chapterId) : undefined
    const manuscript = chapter?.manuscript ?? (manuscriptId ? manuscriptOf.get(manuscriptId) : undefined)
    const kind = NoticeKind.safeParse(row.kind)
    const reading = kind.data === 'reminder' ? readingOf.get(betaSessionId ?? '') : undefined
    const isOpen = (!chapterId || chapter) && (!threadId || threadIds.has(threadId))
    if (!kind.success || !(manuscript ?? reading) || !isOpen) return []
    const betaSession = betaSessionId && !reading ? sessionOf.get(betaSessionId) : undefined
    if (betaSessionId && !betaSession && !reading) return []
    return [
      {
        ...{ id: row.id, kind: kind.data, count: row.count, manuscript: manuscript ?? null },
        reading: reading ?? null,
        people: by.flatMap((userId) => people.get(userId) ?? []),
        chapter: chapter ? { id: chapter.id, title: chapter.title } : null,
        threadId: threadId ?? null,
        betaSession: betaSession ?? null,
        receipts: receipts ?? null,
        at: row.updatedAt.toISOString(),
        isRead: row.readAt !== null,
      },
    ]
  })
}

/** Marks those of one's unread notices that match, and tells one's other windows. */
async function markRead(userId: string, which: object): Promise<void> {
  const { count } = await database().notice.updateMany({
    where: { userId, readAt: null, ...which },
    data: { readAt: new Date() },
  })
  if (count > 0) announceNotices([userId])
}

/** Marks notices as read; those that came after `until` stay unread. */
export async function readNotices(viewer: Viewer, read: NoticesRead): Promise<NoticesUnread> {
  const { userId } = viewer
  const which = 'ids' in read ? { id: { in: read.ids } } : { updatedAt: { lte: new Date(read.until) } }
  await markRead(userId, which)
  await forgetReadNotices(userId)
  return stampOf(viewer)
}

/** Marks what a visit of a chapter shows anyway: that there are new notes in it. */
export async function readNewNotes({ userId }: Viewer, chapterId: string): Promise<void> {
  await markRead(userId, { kind: 'new_notes', groupKey: chapterId })
}

/** Marks what a visit of the reading room shows anyway: that its author would be glad if one read on. */
export async function readReminders(userId: string, betaSessionId: string): Promise<void> {
  await markRead(userId, { kind: 'reminder', groupKey: betaSessionId })
}

/** Which kinds the viewer is told of. */
export async function switchesOf({ userId }: Viewer): Promise<NoticeSwitches> {
  const off = await database().noticeSwitch.findMany({ where: { userId }, select: { kind: true } })
  const silent = new Set(off.map(({ kind }) => kind))
  return Object.fromEntries(NOTICE_KINDS.map((kind) => [kind, !silent.has(kind)])) as NoticeSwitches
}

/** Switches kinds on and off; what was told before stays. */
export async function changeSwitches(viewer: Viewer, change: NoticeSwitchesChange): Promise<NoticeSwitches> {
  const { userId } = viewer
  await inTransaction(async (tx) => {
    for (const kind of NOTICE_KINDS) {
      if (change[kind] === undefined) continue
      await tx.noticeSwitch.deleteMany({ where: { userId, kind } })
      if (!change[kind]) await tx.noticeSwitch.create({ data: { userId, kind }, select: { kind: true } })
    }
  })
  return switchesOf(viewer)
}
