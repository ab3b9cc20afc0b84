import type { ManuscriptVerb, ThreadGrant, Viewer } from '@/lib/access/contract'
import { authorizeThread } from '@/lib/access/authorize'
import { database, inTransaction, type DatabaseTransaction } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import type { ThreadView } from './contract'
import type { ReactionKind } from './contract.reactions'
import { announceThread, showThread } from './threads'
import { seesComment, sightOf } from './visible'

const NO_COMMENT = 'There is no such comment, or it is not shared with you.'

/** The right to do something where a comment stands. */
export interface CommentGrant<V extends ManuscriptVerb> {
  grant: ThreadGrant<V>
  commentId: string
}

/** Proves that `viewer` may do `verb` where the comment stands. @throws {AppError} as `authorizeThread` */
export async function authorizeComment<V extends ManuscriptVerb>(
  viewer: Viewer,
  commentId: string,
  verb: V,
): Promise<CommentGrant<V>> {
  const comment = await database().comment.findUnique({
    where: { id: commentId },
    select: { threadId: true, authorId: true, createdAt: true, editedAt: true },
  })
  if (!comment) throw new AppError('not_found', NO_COMMENT)
  const reading = await authorizeThread(viewer, comment.threadId, 'read')
  if (!seesComment(await sightOf(reading), reading.chapterId, comment))
    throw new AppError('not_found', NO_COMMENT)
  return { grant: await authorizeThread(viewer, comment.threadId, verb), commentId }
}

async function mustStand(tx: DatabaseTransaction, commentId: string, threadId: string): Promise<void> {
  const comment = await tx.comment.findUnique({
    where: { id: commentId, threadId, deletedAt: null, thread: { deletedAt: null } },
    select: { id: true },
  })
  if (!comment) throw new AppError('gone', 'This comment was deleted.')
}

/** Reacts to a comment; to do so again changes nothing. @throws {AppError} `gone` when it or its thread was deleted */
export async function react(
  { grant, commentId }: CommentGrant<'comment'>,
  kind: ReactionKind,
): Promise<ThreadView> {
  const { threadId, viewer } = grant
  const reaction = { commentId, userId: viewer.userId, kind }
  await inTransaction(async (tx) => {
    await mustStand(tx, commentId, threadId)
    await tx.commentReaction.upsert({
      where: { commentId_userId_kind: reaction },
      create: { ...reaction, at: new Date() },
      update: {},
      select: { commentId: true },
    })
  })
  await announceThread(grant, threadId, 'comment')
  return showThread(grant)
}

/** Takes one's own reaction back; what is not there stays so. */
export async function takeReactionBack(
  { grant, commentId }: CommentGrant<'comment'>,
  kind: ReactionKind,
): Promise<void> {
  const { count } = await database().commentReaction.deleteMany({
    where: { commentId, userId: grant.viewer.userId, kind },
  })
  if (count > 0) await announceThread(grant, grant.threadId, 'comment')
}
