import { database, inTransaction, type DatabaseTransaction } from '@/lib/db/client'
import { publish } from '@/lib/events/events'
import type { ReceiptCounts } from '@/lib/critique/contract.receipts'
import { newId } from '@/lib/ids'
import { NOTICE_LIMITS, type NoticeKind } from './contract'

const DAY_MS = 24 * 3_600_000

/** What a notice is about: ids and figures, so that its words are always read with the rights of who looks at it. */
export interface NoticeSubject {
  manuscriptId?: string
  chapterId?: string
  threadId?: string
  roundId?: string
  /** A beta session: told with its manuscript to who decides about it, alone to one of its readers. */
  betaSessionId?: string
  /** Of one's own notes: how many by what became of them. */
  receipts?: ReceiptCounts
}

/** Something that happened, and who is to hear of it. */
export interface News {
  kind: NoticeKind
  /** Notices of one kind and key that are not read yet become one. */
  groupKey: string
  subject: NoticeSubject
  /** Who did it; he is not told of it. */
  byUserId: string
  userIds: readonly string[]
}

/** What is stored of a subject. */
export interface StoredSubject extends NoticeSubject {
  /** Who caused it, the last one first. */
  by: string[]
}

/**
 * Writes down what happened, in the transaction in which it happens; people who switched its kind off are left out.
 * Mail and digests begin here too: whoever adds them reads these rows.
 * @returns who was told; give them to `announceNotices` after the commit
 */
export async function tell(tx: DatabaseTransaction, news: News, at = new Date()): Promise<string[]> {
  const { kind, groupKey, byUserId } = news
  const others = [...new Set(news.userIds)].filter((userId) => userId !== byUserId)
  if (others.length === 0) return []
  const silent = await tx.noticeSwitch.findMany({
    where: { kind, userId: { in: others } },
    select: { userId: true },
  })
  const deaf = new Set(silent.map(({ userId }) => userId))
  const told = others.filter((userId) => !deaf.has(userId))
  const unread = await tx.notice.findMany({
    where: { kind, groupKey, readAt: null, userId: { in: told } },
    select: { id: true, userId: true, subject: true },
  })
  const known = new Map(unread.map((row) => [row.userId, row]))
  for (const { id, subject } of unread)
    await tx.notice.update({
      where: { id },
      data: { count: { increment: 1 }, updatedAt: at, subject: subjectOf(news, byOf(subject)) },
      select: { id: true },
    })
  await tx.notice.createMany({
    data: told
      .filter((userId) => !known.has(userId))
      .map((userId) => ({
        ...{ id: newId(), userId, kind, groupKey, subject: subjectOf(news, []) },
        ...{ createdAt: at, updatedAt: at },
      })),
  })
  return told
}

/** Tells open browsers of these people that there is something new. After the commit. */
export function announceNotices(userIds: readonly string[]): void {
  if (userIds.length > 0) publish({ kind: 'notices_changed', userIds: [...userIds] })
}

/** `tell` and `announceNotices` for what is stored already. */
export async function tellNow(news: News): Promise<void> {
  announceNotices(await inTransaction((tx) => tell(tx, news)))
}

/** Lets go of what these people read long ago. */
export async function forgetReadNotices(userId: string, now = Date.now()): Promise<void> {
  const updatedAt = { lt: new Date(now - NOTICE_LIMITS.keptDays * DAY_MS) }
  await database().notice.deleteMany({ where: { userId, readAt: { not: null }, updatedAt } })
}

function byOf(subject: unknown): string[] {
  return (subject as Partial<StoredSubject> | null)?.by ?? []
}

function subjectOf({ subject, byUserId }: News, before: string[]): object {
  const by = [byUserId, ...before.filter((userId) => userId !== byUserId)].slice(0, NOTICE_LIMITS.people)
  return { ...subject, by } satisfies StoredSubject
}
