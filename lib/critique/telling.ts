import { whoMay, type Roles } from '@/lib/access/people'
import type { ChapterGrant, ThreadGrant } from '@/lib/access/contract'
import type { DatabaseTransaction } from '@/lib/db/client'
import { tell, tellNow } from '@/lib/notify/telling'

/** Tells those who write the chapter that there is a new note in it. @returns who was told */
export function tellOfNewNote(
  tx: DatabaseTransaction,
  grant: ChapterGrant<'comment'>,
  roles: Roles,
): Promise<string[]> {
  const { chapterId, viewer } = grant
  return tell(tx, {
    ...{ kind: 'new_notes', groupKey: chapterId, subject: { chapterId } },
    ...{ byUserId: viewer.userId, userIds: whoMay(roles, 'edit') },
  })
}

/** Tells those who take part in a thread, and still may read it, that somebody answered. @returns who was told */
export async function tellOfAnswer(
  tx: DatabaseTransaction,
  grant: ThreadGrant<'comment'>,
  roles: Roles,
): Promise<string[]> {
  const { chapterId, threadId, viewer } = grant
  const comments = await tx.comment.findMany({
    where: { threadId, deletedAt: null },
    distinct: ['authorId'],
    select: { authorId: true },
  })
  const readers = new Set(whoMay(roles, 'read'))
  return tell(tx, {
    ...{ kind: 'answer', groupKey: threadId, subject: { chapterId, threadId } },
    ...{ byUserId: viewer.userId },
    userIds: comments.map(({ authorId }) => authorId).filter((userId) => readers.has(userId)),
  })
}

/** Tells whoever made a suggestion that it was decided. */
export async function tellOfDecision(grant: ThreadGrant<'edit'>, authorId: string): Promise<void> {
  const { chapterId, threadId, viewer } = grant
  await tellNow({
    ...{ kind: 'decided', groupKey: chapterId, subject: { chapterId, threadId } },
    ...{ byUserId: viewer.userId, userIds: [authorId] },
  })
}
