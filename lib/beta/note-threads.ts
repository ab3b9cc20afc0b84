import { audiencesOf } from '@/lib/critique/visible'
import type { DatabaseTransaction } from '@/lib/db/client'
import { publish } from '@/lib/events/events'
import { newId } from '@/lib/ids'
import { encodeAnchor, makeAnchor, type EncodedAnchor } from '@/lib/text/anchor'
import { editionText } from './edition-text'

/**
 * What a beta reader says becomes a thread of the chapter, with the id of his note: placed by an anchor that was made in
 * the edition, whose Yjs ids are those of the living draft.
 */

/** A note as far as its thread is made of it. */
export interface Released {
  id: string
  readerId: string
  editionId: string
  from: number
  to: number
  quote: string
  body: string
  isTypo: boolean
}

/** A thread that changed, for `announceNoteThreads`. */
export interface NoteThread {
  threadId: string
  chapterId: string
  docId: string
}

/** A note has a thread when it says something in words, or that something is a typo; a reaction alone is only counted. */
export function hasThread({ body, isTypo }: Pick<Released, 'body' | 'isTypo'>): boolean {
  return body.trim() !== '' || isTypo
}

/** What the thread of a typo says when its reader only marked it as one. */
const TYPO = 'Typo'

function saidOf({ body, isTypo }: Pick<Released, 'body' | 'isTypo'>): string {
  return body.trim() === '' && isTypo ? TYPO : body
}

/** The thread of a note, made ready outside of the transaction in which it is opened: an anchor costs milliseconds. */
export interface PreparedThread extends NoteThread {
  note: Released
  anchor: EncodedAnchor | null
  /** The log position that the anchor was made at. */
  seq: number
}

/** The threads of those of these notes that have one. @throws {AppError} `not_found` for an edition of another session */
export async function prepareThreads(
  sessionId: string,
  notes: readonly Released[],
): Promise<PreparedThread[]> {
  const prepared: PreparedThread[] = []
  for (const note of notes.filter(hasThread)) {
    const { chapterId, docId, seq, plain } = await editionText(sessionId, note.editionId)
    const anchor = note.quote.trim() === '' ? null : encodeAnchor(makeAnchor(plain, note.from, note.to))
    prepared.push({ note, threadId: note.id, chapterId, docId, seq, anchor })
  }
  return prepared
}

/** Opens the thread of a note, or brings it back, so that it says what the note says now. */
export async function openNoteThread(
  tx: DatabaseTransaction,
  prepared: PreparedThread,
  at: Date,
): Promise<NoteThread> {
  const { note, threadId: id, chapterId, docId, seq, anchor } = prepared
  const { readerId: authorId } = note
  const body = saidOf(note)
  const before = await tx.thread.findUnique({ where: { id }, select: { id: true } })
  if (before) await renewNoteThread(tx, note, at)
  else
    await tx.thread.create({
      data: {
        ...{ id, chapterId, kind: 'reader_note', authorId, createdAt: at, updatedAt: at, releasedAt: at },
        quote: anchor?.quote ?? null,
        comments: { create: { id: newId(), authorId, body, createdAt: at } },
        ...(anchor && {
          anchors: { create: { version: 1, anchor: { ...anchor }, seq, origin: 'made', createdAt: at } },
        }),
      },
      select: { id: true },
    })
  return { threadId: id, chapterId, docId }
}

/** Makes the thread of a note say what the note says now. */
async function renewNoteThread(
  tx: DatabaseTransaction,
  { id, readerId: authorId, ...note }: Released,
  at: Date,
): Promise<void> {
  const body = saidOf(note)
  const said = await tx.comment.findFirst({
    where: { threadId: id, authorId },
    orderBy: { createdAt: 'asc' },
    select: { id: true, body: true },
  })
  if (said && said.body !== body)
    await tx.comment.update({ where: { id: said.id }, data: { body, editedAt: at }, select: { id: true } })
  await tx.thread.update({ where: { id }, data: { updatedAt: at }, select: { id: true } })
  // What the author threw away stays where he put it.
  await tx.thread.updateMany({ where: { id, deletedById: null }, data: { deletedAt: null } })
}

async function threadsWith(tx: DatabaseTransaction, where: object): Promise<NoteThread[]> {
  const rows = await tx.thread.findMany({
    where: { ...where, kind: 'reader_note' },
    select: { id: true, chapterId: true, chapter: { select: { docId: true } } },
  })
  return rows.map(({ id, chapterId, chapter }) => ({ threadId: id, chapterId, docId: chapter.docId }))
}

/** Takes the thread of a note away from everyone; `openNoteThread` brings it back. */
export async function closeNoteThread(
  tx: DatabaseTransaction,
  noteId: string,
  at: Date,
): Promise<NoteThread[]> {
  const where = { id: noteId, deletedAt: null }
  const threads = await threadsWith(tx, where)
  await tx.thread.updateMany({ where: { ...where, kind: 'reader_note' }, data: { deletedAt: at } })
  return threads
}

/** Deletes for good the threads of all that these readers noted. */
export async function forgetNotes(
  tx: DatabaseTransaction,
  readerIds: readonly string[],
): Promise<NoteThread[]> {
  const where = { authorId: { in: [...readerIds] } }
  const threads = await threadsWith(tx, where)
  await tx.thread.deleteMany({ where: { ...where, kind: 'reader_note' } })
  return threads
}

/**
 * Before a session goes for good: what its guests noted goes from the draft too, and what people with an account noted
 * becomes their own, as all else that they wrote.
 */
export async function leaveNoGuest(tx: DatabaseTransaction, sessionId: string): Promise<void> {
  const readers = await tx.betaReader.findMany({ where: { sessionId }, select: { id: true, userId: true } })
  await forgetNotes(
    tx,
    readers.filter(({ userId }) => userId === null).map(({ id }) => id),
  )
  for (const { id: authorId, userId } of readers) {
    if (userId === null) continue
    const data = { authorId: userId }
    await tx.comment.updateMany({ where: { authorId }, data })
    await tx.thread.updateMany({ where: { authorId, kind: 'reader_note' }, data })
  }
}

/** Tells the browsers of those who write the chapters. After the commit. */
export async function announceNoteThreads(threads: readonly NoteThread[]): Promise<void> {
  for (const chapterId of new Set(threads.map((thread) => thread.chapterId))) {
    const ids = threads.filter((thread) => thread.chapterId === chapterId)
    const touch = { touched: 'thread' as const, byUserId: '' }
    const audiences = await audiencesOf(
      chapterId,
      ids.map(({ threadId }) => threadId),
      touch,
    )
    for (const { threadId, docId } of ids)
      publish({
        ...{ kind: 'thread_changed', chapterId, docId, threadId, byUserId: '' },
        audience: audiences.get(threadId) ?? [],
      })
  }
}
