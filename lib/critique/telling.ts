import { whoMay, type Roles } from '@/lib/access/people'
import type { ChapterGrant, ThreadGrant } from '@/lib/access/contract'
import type { DatabaseTransaction } from '@/lib/db/client'
import { tell, tellNow } from '@/lib/notify/telling'

interface Place {
  grant: ChapterGrant<'comment'>
  threadId: string
  roles: Roles
  /** Whom the comment calls by name: they hear that, and not besides that something is new. */
  called: readonly { userId: string }[]
}

function tellOfMention(tx: DatabaseTransaction, { grant, threadId, called }: Place): Promise<string[]> {
  const { chapterId, viewer } = grant
  return tell(tx, {
    ...{ kind: 'mention', groupKey: threadId, subject: { chapterId, threadId } },
    ...{ byUserId: viewer.userId, userIds: called.map(({ userId }) => userId) },
  })
}

/** Tells those who write the chapter that there is a new note in it. @returns who was told */
export async function tellOfNewNote(tx: DatabaseTransaction, place: Place): Promise<string[]> {
  const { grant, roles, called } = place
  const { chapterId, viewer } = grant
  const named = new Set(called.map(({ userId }) => userId))
  const told = await tell(tx, {
    ...{ kind: 'new_notes', groupKey: chapterId, subject: { chapterId } },
    ...{ byUserId: viewer.userId, userIds: whoMay(roles, 'edit').filter((userId) => !named.has(userId)) },
  })
  return [...told, ...(await tellOfMention(tx, place))]
}

/** Tells those who take part in a thread, and still may read it, that somebody answered. @returns who was told */
export async function tellOfAnswer(tx: DatabaseTransaction, place: Place): Promise<string[]> {
  const { grant, threadId, roles, called } = place
  const { chapterId, viewer } = grant
  const comments = await tx.comment.findMany({
    where: { threadId, deletedAt: null },
    distinct: ['authorId'],
    select: { authorId: true },
  })
  const readers = new Set(whoMay(roles, 'read'))
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
