import type { ThreadGrant, Viewer } from '@/lib/access/contract'
import { authorizeThread } from '@/lib/access/authorize'
import { database, inTransaction } from '@/lib/db/client'
import { AppError, isAppError } from '@/lib/errors'
import { newId } from '@/lib/ids'
import { announceNotices } from '@/lib/notify/telling'
import { CRITIQUE_LIMITS, type CommentBody, type ThreadView } from './contract'
import { keepEdit } from './edits'
import { mentionsOf } from './mentions'
import { circleOf, tellOfAnswer } from './telling'
import { announceThread, showThread } from './threads'
import { commentsSeenBy, seesComment, sightOf } from './visible'

/**
 * Answers in a thread. A resolved thread stays resolved: reopening is an act of its own.
 * @returns the thread with the new comment at its end
 * @throws {AppError} `gone` when the thread was deleted, `conflict` when it is full, `invalid` as `mentionsOf`
 */
export async function addComment(
  grant: ThreadGrant<'comment'>,
  { body, mentions }: CommentBody,
): Promise<ThreadView> {
  const { threadId, chapterId, viewer } = grant
  const called = await mentionsOf(grant, mentions ?? [])
  const circle = await circleOf(grant)
  const sight = await sightOf(grant)
  const told = await inTransaction(async (tx) => {
    const at = new Date()
    const thread = await tx.thread.findUnique({
      where: { id: threadId, chapterId, deletedAt: null },
      // Those he does not see are not counted: a limit must not tell of them either.
      select: { _count: { select: { comments: { where: commentsSeenBy(sight) } } } },
    })
    if (!thread) throw new AppError('gone', 'This note was deleted. Copy your answer before you close it.')
    if (thread._count.comments >= CRITIQUE_LIMITS.commentsPerThread)
      throw new AppError('conflict', `A note has at most ${CRITIQUE_LIMITS.commentsPerThread} comments.`)
    await tx.comment.create({
      data: {
        ...{ id: newId(), threadId, authorId: viewer.userId, body, createdAt: at },
        mentions: { create: called },
      },
      select: { id: true },
    })
    await tx.thread.update({ where: { id: threadId }, data: { updatedAt: at }, select: { id: true } })
    return tellOfAnswer(tx, { grant, threadId, circle, called })
  })
  await announceThread(grant, threadId, 'comment')
  announceNotices(told)
  return showThread(grant)
}

const NO_COMMENT = 'There is no such comment, or it is not shared with you.'

/** A comment of the viewer's own, and the right to write where it stands. */
export interface OwnComment {
  grant: ThreadGrant<'comment'>
  commentId: string
}

/**
 * Proves that the comment is the viewer's and that he may still comment there.
 * @throws {AppError} `not_found` when he may not read it, `forbidden` when it is somebody else's
 */
export async function authorizeOwnComment(viewer: Viewer, commentId: string): Promise<OwnComment> {
  const comment = await database().comment.findUnique({
    where: { id: commentId },
    select: { threadId: true, authorId: true, createdAt: true, editedAt: true },
  })
  if (!comment) throw new AppError('not_found', NO_COMMENT)
  const reading = await authorizeThread(viewer, comment.threadId, 'read').catch((error: unknown) => {
    throw isAppError(error) && error.code === 'not_found' ? new AppError('not_found', NO_COMMENT) : error
  })
  if (!seesComment(await sightOf(reading), reading.chapterId, comment))
    throw new AppError('not_found', NO_COMMENT)
  const grant = await authorizeThread(viewer, comment.threadId, 'comment')
  if (comment.authorId !== viewer.userId)
    throw new AppError('forbidden', 'Only its writer may change a comment.')
  return { grant, commentId }
}

/**
 * Changes the words of a comment, and whom it calls when that is said too. What it said before is kept
 * (`listEdits`); to send the same words again changes nothing.
 * @throws {AppError} `gone` when it or its thread was deleted, `conflict` after too many changes, `invalid` as
 *   `mentionsOf`
 */
export async function editComment(
  { grant, commentId }: OwnComment,
  { body, mentions }: CommentBody,
): Promise<ThreadView> {
  const called = mentions && (await mentionsOf(grant, mentions))
  const at = new Date()
  await inTransaction(async (tx) => {
    const comment = await tx.comment.findUnique({
      where: {
        ...{ id: commentId, threadId: grant.threadId, authorId: grant.viewer.userId, deletedAt: null },
        thread: { deletedAt: null },
      },
      select: { body: true, createdAt: true, editedAt: true },
    })
    if (!comment) throw new AppError('gone', 'This comment was deleted, so it cannot be changed.')
    if (comment.body !== body) await keepEdit(tx, commentId, comment)
    await tx.comment.update({
      where: { id: commentId },
      data: {
        ...(comment.body !== body && { body, editedAt: at }),
        ...(called && { mentions: { deleteMany: {}, create: called } }),
      },
      select: { id: true },
    })
  })
  await announceThread(grant, grant.threadId, 'comment')
  return showThread(grant)
}

const THREAD_GONE = 'This note was deleted.'

/**
 * Takes a comment back; with its last one the whole thread goes, unless it suggests something. `restoreComment` undoes both. A comment that was
 * deleted already stays as it is.
 * @throws {AppError} `gone` when the thread was deleted with it or without it
 */
export async function deleteComment({ grant, commentId }: OwnComment): Promise<void> {
  const { threadId, viewer } = grant
  const at = new Date()
  const sight = await sightOf(grant)
  const changed = await inTransaction(async (tx) => {
    const thread = await tx.thread.findUnique({
      where: { id: threadId },
      select: { deletedAt: true, kind: true },
    })
    if (!thread || thread.deletedAt) throw new AppError('gone', THREAD_GONE)
    const { count } = await tx.comment.updateMany({
      where: { id: commentId, threadId, deletedAt: null },
      data: { deletedAt: at },
    })
    if (count === 0) return false
    // Of those that reach him: a thread that stays would tell him of an answer that is hidden from him.
    const left = await tx.comment.count({
      where: { threadId, deletedAt: null, AND: [commentsSeenBy(sight)] },
    })
    await tx.thread.update({
      where: { id: threadId },
      data: {
        updatedAt: at,
        ...(left === 0 && thread.kind !== 'suggestion' && { deletedAt: at, deletedById: viewer.userId }),
      },
      select: { id: true },
    })
    return true
  })
  if (changed) await announceThread(grant, threadId, 'comment')
}

/**
 * Undoes `deleteComment`. A thread that went with its last comment comes back with it; one that somebody deleted on
 * purpose does not.
 * @throws {AppError} `gone` when the thread was deleted by itself
 */
export async function restoreComment({ grant, commentId }: OwnComment): Promise<ThreadView> {
  const { threadId } = grant
  await inTransaction(async (tx) => {
    const comment = await tx.comment.findUnique({
      where: { id: commentId, threadId },
      select: { deletedAt: true, thread: { select: { deletedAt: true } } },
    })
    const threadWentAt = comment?.thread.deletedAt?.getTime()
    if (!comment || (threadWentAt !== undefined && threadWentAt !== comment.deletedAt?.getTime()))
      throw new AppError('gone', THREAD_GONE)
    await tx.comment.update({ where: { id: commentId }, data: { deletedAt: null }, select: { id: true } })
    await tx.thread.update({
      where: { id: threadId },
      data: { deletedAt: null, deletedById: null, updatedAt: new Date() },
      select: { id: true },
    })
  })
  await announceThread(grant, threadId, 'comment')
  return showThread(grant)
}
