import { database, type DatabaseTransaction } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import { MOST_EDITS, type EditView } from './contract.edits'
import type { CommentGrant } from './reactions'

interface Written {
  body: string
  createdAt: Date
  editedAt: Date | null
}

/** Keeps what a comment says, before it says something else. @throws {AppError} `conflict` after too many changes */
export async function keepEdit(tx: DatabaseTransaction, commentId: string, said: Written): Promise<void> {
  const kept = await tx.commentEdit.count({ where: { commentId } })
  if (kept >= MOST_EDITS)
    throw new AppError(
      'conflict',
      `A comment can be changed ${MOST_EDITS} times. Write another one below it.`,
    )
  const { body, createdAt, editedAt } = said
  await tx.commentEdit.create({
    data: { commentId, version: kept + 1, body, writtenAt: editedAt ?? createdAt },
    select: { version: true },
  })
}

/**
 * What a comment said before each of its changes, the newest first.
 * @throws {AppError} `gone` when it or its thread was deleted: its former words went with it
 */
export async function listEdits({ grant, commentId }: CommentGrant<'read'>): Promise<EditView[]> {
  const comment = await database().comment.findUnique({
    where: {
      ...{ id: commentId, threadId: grant.threadId, deletedAt: null },
      thread: { deletedAt: null },
    },
    select: {
      edits: { orderBy: { version: 'desc' }, select: { version: true, body: true, writtenAt: true } },
    },
  })
  if (!comment) throw new AppError('gone', 'This comment was deleted.')
  return comment.edits.map(({ writtenAt, ...edit }) => ({ ...edit, writtenAt: writtenAt.toISOString() }))
}
