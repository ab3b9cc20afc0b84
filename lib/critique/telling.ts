import { rolesOn, whoMay, type Roles } from '@/lib/access/people'
import type { ChapterGrant, ManuscriptVerb, ThreadGrant } from '@/lib/access/contract'
import type { DatabaseTransaction } from '@/lib/db/client'
import { tell, tellNow } from '@/lib/notify/telling'
import type { ReceiptCounts } from './contract.receipts'
import { unboundIn } from './visible'

/** Whom a chapter's critique reaches. */
export interface Circle {
  roles: Roles
  /** Those whom an open blind round does not bind; null while there is none. */
  unbound: ReadonlySet<string> | null
}

/** Worked out before the transaction in which something happens. */
export async function circleOf({ manuscriptId, chapterId }: ChapterGrant<'read'>): Promise<Circle> {
  const [roles, unbound] = await Promise.all([rolesOn(manuscriptId), unboundIn(chapterId)])
  return { roles, unbound }
}

/** Of the people who may do `verb`, those who are not bound: nobody is told of what he may not see yet. */
function reached({ roles, unbound }: Circle, verb: ManuscriptVerb): string[] {
  return whoMay(roles, verb).filter((userId) => !unbound || unbound.has(userId))
}

interface Place {
  grant: ChapterGrant<'comment'>
  threadId: string
  circle: Circle
  /** Whom the comment calls by name: they hear that, and not besides that something is new. */
  called: readonly { userId: string }[]
}

function tellOfMention(tx: DatabaseTransaction, place: Place): Promise<string[]> {
  const { grant, threadId, circle, called } = place
  const { chapterId, viewer } = grant
  const readers = new Set(reached(circle, 'read'))
  return tell(tx, {
    ...{ kind: 'mention', groupKey: threadId, subject: { chapterId, threadId } },
    ...{
      byUserId: viewer.userId,
      userIds: called.map(({ userId }) => userId).filter((userId) => readers.has(userId)),
    },
  })
}

/** Tells those who write the chapter that there is a new note in it. @returns who was told */
export async function tellOfNewNote(tx: DatabaseTransaction, place: Place): Promise<string[]> {
  const { grant, circle, called } = place
  const { chapterId, viewer } = grant
  const named = new Set(called.map(({ userId }) => userId))
  const told = await tell(tx, {
    ...{ kind: 'new_notes', groupKey: chapterId, subject: { chapterId } },
    ...{ byUserId: viewer.userId, userIds: reached(circle, 'edit').filter((userId) => !named.has(userId)) },
  })
  return [...told, ...(await tellOfMention(tx, place))]
}

/** Tells those who take part in a thread, and still may read it, that somebody answered. @returns who was told */
export async function tellOfAnswer(tx: DatabaseTransaction, place: Place): Promise<string[]> {
  const { grant, threadId, circle, called } = place
  const { chapterId, viewer } = grant
  const comments = await tx.comment.findMany({
    where: { threadId, deletedAt: null },
    distinct: ['authorId'],
    select: { authorId: true },
  })
  const readers = new Set(reached(circle, 'read'))
  for (const { userId } of called) readers.delete(userId)
  const told = await tell(tx, {
    ...{ kind: 'answer', groupKey: threadId, subject: { chapterId, threadId } },
    ...{ byUserId: viewer.userId },
    userIds: comments.map(({ authorId }) => authorId).filter((userId) => readers.has(userId)),
  })
  return [...told, ...(await tellOfMention(tx, place))]
}

/** Tells whoever made a suggestion that it was decided. */
export async function tellOfDecision(grant: ThreadGrant<'edit'>, authorId: string): Promise<void> {
  const { chapterId, threadId, viewer } = grant
  await tellNow({
    ...{ kind: 'decided', groupKey: chapterId, subject: { chapterId, threadId } },
    ...{ byUserId: viewer.userId, userIds: [authorId] },
  })
}

/** Tells a critic what became of his notes in the chapter: one notice, which says how many. @returns who was told */
export function tellOfReceipts(
  tx: DatabaseTransaction,
  { chapterId, viewer }: ChapterGrant<'edit'>,
  { criticId, receipts, at }: { criticId: string; receipts: ReceiptCounts; at: Date },
): Promise<string[]> {
  return tell(
    tx,
    {
      ...{ kind: 'receipts', groupKey: chapterId, subject: { chapterId, receipts } },
      ...{ byUserId: viewer.userId, userIds: [criticId] },
    },
    at,
  )
}

const packageKey = (roundId: string, criticId: string) => `${roundId} ${criticId}`

/** Tells those who write the chapter that a critic handed in, or added to it: one notice, however many notes. */
export function tellOfHandIn(
  tx: DatabaseTransaction,
  { chapterId, viewer }: ChapterGrant<'comment'>,
  { roundId, roles }: { roundId: string; roles: Roles },
): Promise<string[]> {
  return tell(tx, {
    ...{ kind: 'handed_in', groupKey: packageKey(roundId, viewer.userId), subject: { chapterId, roundId } },
    ...{ byUserId: viewer.userId, userIds: whoMay(roles, 'edit') },
  })
}

/** Takes the notice of a package back that nobody has read yet. @returns whose it was */
export async function untellOfHandIn(
  tx: DatabaseTransaction,
  { viewer }: ChapterGrant<'comment'>,
  roundId: string,
): Promise<string[]> {
  const unread = { kind: 'handed_in', groupKey: packageKey(roundId, viewer.userId), readAt: null }
  const told = await tx.notice.findMany({ where: unread, select: { userId: true } })
  await tx.notice.deleteMany({ where: unread })
  return told.map(({ userId }) => userId)
}

/** Tells the critics of a chapter that its author asks for their critique. */
export function tellOfRound(
  tx: DatabaseTransaction,
  { chapterId, viewer }: ChapterGrant<'decide'>,
  { roundId, roles }: { roundId: string; roles: Roles },
): Promise<string[]> {
  const writers = new Set(whoMay(roles, 'edit'))
  return tell(tx, {
    ...{ kind: 'asked', groupKey: roundId, subject: { chapterId, roundId }, byUserId: viewer.userId },
    userIds: whoMay(roles, 'comment').filter((userId) => !writers.has(userId)),
  })
}
