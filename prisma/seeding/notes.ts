import { authorizeChapter, authorizeThread } from '@/lib/access/authorize'
import { addComment } from '@/lib/critique/comments'
import { changeThread, openThread } from '@/lib/critique/threads'
import { database } from '@/lib/db/client'
import type { SampleNote } from '../sample/notes'
import { hoursAgo, type People } from './people'

/** Notes come days and hours after each other, as in a group that meets on Tuesdays. */
async function backdate(threadId: string, hours: number): Promise<void> {
  await database().thread.update({
    where: { id: threadId },
    data: { createdAt: hoursAgo(hours), updatedAt: hoursAgo(hours / 3) },
  })
  const comments = await database().comment.findMany({ where: { threadId }, orderBy: { createdAt: 'asc' } })
  for (const [index, { id }] of comments.entries())
    await database().comment.update({
      where: { id },
      data: { createdAt: hoursAgo(hours / (1 + index * 2)) },
    })
}

/** Writes a note, with what others answered. @returns the thread's id */
export async function makeNote(people: People, chapterId: string, note: SampleNote): Promise<string> {
  const grant = await authorizeChapter(people.named(note.by), chapterId, 'comment')
  const thread = await openThread(grant, {
    kind: note.suggests === undefined ? 'comment' : 'suggestion',
    ...(note.suggests !== undefined && { replacement: note.suggests }),
    ...(note.on && { quote: { exact: note.on } }),
    body: note.says,
    ...(note.kind && { category: note.kind }),
  })
  for (const { by, says } of note.answers ?? [])
    await addComment(await authorizeThread(people.named(by), thread.id, 'comment'), { body: says })
  if (note.resolvedBy)
    await changeThread(await authorizeThread(people.named(note.resolvedBy), thread.id, 'comment'), {
      status: 'resolved',
    })
  await backdate(thread.id, note.hoursAgo)
  return thread.id
}
