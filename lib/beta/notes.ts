import { authorizeBetaSession } from '@/lib/access/authorize'
import type { BetaSessionGrant, ReaderGrant, Viewer } from '@/lib/access/contract'
import { database, inTransaction, isUniqueViolation } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import { newId } from '@/lib/ids'
import { pageOf, type Page } from '@/lib/paging'
import { findQuote } from '@/lib/text/quote'
import { wasHere } from './contact'
import { BETA_LIMITS } from './contract'
import { carryNotes } from './carried-notes'
import type { BetaNoteChange, BetaNoteList, BetaNoteView, NewBetaNote, NotesQuery } from './contract.reading'
import { releaseHeld } from './handing-in'
import { announceNoteThreads, closeNoteThread, openNoteThread, prepareThreads } from './note-threads'
import { noteSelect, noteView, notesSeenBy, type NoteRow } from './note-views'
import { editionPage, type EditionPage } from './edition-pages'
import { paragraphAt, passageOfParagraph, type Passage } from './page'
import { mustBeOpen } from './reading'
import { releaseOf } from './releasing'

const NO_NOTE = 'There is no such note of yours.'
const NOT_THERE =
  'These words do not stand in this edition. Your note is not lost: select the words again and send it.'
const TOO_OFTEN =
  'These words stand in this edition more than once. Name the paragraph, or send the words before or after them as well.'

/** The passage that a new note names: its words, looked for in its paragraph first, or the paragraph as a whole. */
function passageOf({ blocks, text }: EditionPage, { quote, paragraph }: NewBetaNote) {
  const own = paragraph === undefined ? null : passageOfParagraph(blocks, paragraph)
  if (paragraph !== undefined && !own)
    throw new AppError('invalid', `paragraph: the edition has ${blocks.length}, counted from 0`)
  const passage = quote === undefined ? own : wordsIn(text, quote, own)
  if (!passage) throw new AppError('invalid', 'quote: name the words, or the paragraph')
  const { from, to } = passage
  return { from, to, quote: text.slice(from, to), paragraph: paragraphAt(blocks, from) }
}

function wordsIn(text: string, quote: NonNullable<NewBetaNote['quote']>, own: Passage | null): Passage {
  const asked = typeof quote === 'string' ? { exact: quote } : quote
  if (own && asked.prefix === undefined && asked.suffix === undefined) {
    const within = text.slice(own.from, own.to).indexOf(asked.exact)
    if (within >= 0) return { from: own.from + within, to: own.from + within + asked.exact.length }
  }
  const found = findQuote(text, asked)
  if (found === 'ambiguous') throw new AppError('quote_ambiguous', TOO_OFTEN)
  if (found === 'not_found' || asked.exact.trim() === '') throw new AppError('quote_not_found', NOT_THERE)
  return found
}

/**
 * Keeps what a reader felt or wrote. One that the sender gave an id is kept once, however often it is sent.
 * @throws {AppError} `quote_not_found`, `quote_ambiguous`, `not_found`, `forbidden` for a chapter that is not open to him,
 *   `conflict` when he has written as much as he may
 */
export async function addNote(
  grant: ReaderGrant<'read'>,
  note: NewBetaNote,
  now = new Date(),
): Promise<BetaNoteView> {
  const { sessionId, readerId } = grant
  const { editionId, body, reaction, typo } = note
  const edition = await editionPage(sessionId, editionId)
  await mustBeOpen(grant, edition.summary.chapterId)
  const id = note.id ?? newId()
  const data = {
    ...{ id, readerId, editionId, body, reaction, isTypo: typo, isPrivate: note.private, createdAt: now },
    ...passageOf(edition, note),
    releasedAt: releaseOf(grant, note.private, now),
  }
  const threads = data.releasedAt ? await prepareThreads(sessionId, [data]) : []
  try {
    await inTransaction(async (tx) => {
      if ((await tx.betaNote.count({ where: { readerId } })) >= BETA_LIMITS.notesPerReader)
        throw new AppError(
          'conflict',
          `A reader keeps at most ${BETA_LIMITS.notesPerReader} notes in a session.`,
        )
      await tx.betaNote.create({ data, select: { id: true } })
      if (data.releasedAt) await wasHere(tx, grant, now)
      for (const thread of threads) await openNoteThread(tx, thread, now)
    })
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
    return view(grant, await ownNote(grant, id))
  }
  await announceNoteThreads(threads)
  // He may have handed in meanwhile, in another window.
  if (!data.releasedAt && !data.isPrivate) await releaseHeld(grant, now)
  return view(grant, await ownNote(grant, id))
}

async function ownNote({ readerId, sessionId }: ReaderGrant<'look'>, noteId: string): Promise<NoteRow> {
  const row = await database().betaNote.findUnique({
    where: { id: noteId, readerId, reader: { sessionId } },
    select: noteSelect,
  })
  if (!row) throw new AppError('not_found', NO_NOTE)
  return row
}

function view(grant: ReaderGrant<'look'>, row: NoteRow): BetaNoteView {
  return noteView(row, grant.readerId)
}

/**
 * Changes a note of the reader's own. Made private, it goes from the author's draft; made open, it comes there as his
 * others do.
 * @throws {AppError} `not_found`, `invalid` when nothing would be left of it
 */
export async function changeNote(
  grant: ReaderGrant<'read'>,
  noteId: string,
  change: BetaNoteChange,
  now = new Date(),
): Promise<BetaNoteView> {
  const before = await ownNote(grant, noteId)
  if (before.deletedAt) throw new AppError('gone', 'This note was deleted.')
  const after = {
    body: change.body ?? before.body,
    reaction: change.reaction === undefined ? before.reaction : change.reaction,
    isTypo: change.typo ?? before.isTypo,
    isPrivate: change.private ?? before.isPrivate,
  }
  if (after.body.trim() === '' && after.reaction === null && !after.isTypo)
    throw new AppError('invalid', 'body: say something: words, a reaction, or that it is a typo')
  const releasedAt = after.isPrivate ? null : (before.releasedAt ?? releaseOf(grant, false, now))
  const threads = releasedAt ? await prepareThreads(grant.sessionId, [{ ...before, ...after }]) : []
  const touched = await inTransaction(async (tx) => {
    await tx.betaNote.update({
      where: { id: noteId },
      data: { ...after, releasedAt, editedAt: now },
      select: { id: true },
    })
    for (const thread of threads) await openNoteThread(tx, thread, now)
    return threads.length > 0 ? threads : closeNoteThread(tx, noteId, now)
  })
  await announceNoteThreads(touched)
  if (!releasedAt && !after.isPrivate) await releaseHeld(grant, now)
  return view(grant, await ownNote(grant, noteId))
}

/** Deletes a note of the reader's own, also from the author's draft. `restoreNote` brings it back. */
export async function deleteNote(
  grant: ReaderGrant<'read'>,
  noteId: string,
  now = new Date(),
): Promise<void> {
  await ownNote(grant, noteId)
  const touched = await inTransaction(async (tx) => {
    await tx.betaNote.update({ where: { id: noteId }, data: { deletedAt: now }, select: { id: true } })
    return closeNoteThread(tx, noteId, now)
  })
  await announceNoteThreads(touched)
}

/** Undoes `deleteNote`. @throws {AppError} `not_found` */
export async function restoreNote(
  grant: ReaderGrant<'read'>,
  noteId: string,
  now = new Date(),
): Promise<BetaNoteView> {
  const note = await ownNote(grant, noteId)
  if (!note.deletedAt) return view(grant, note)
  const threads = note.releasedAt ? await prepareThreads(grant.sessionId, [note]) : []
  await inTransaction(async (tx) => {
    await tx.betaNote.update({ where: { id: noteId }, data: { deletedAt: null }, select: { id: true } })
    for (const thread of threads) await openNoteThread(tx, thread, now)
  })
  await announceNoteThreads(threads)
  if (!note.releasedAt) await releaseHeld(grant, now)
  return view(grant, await ownNote(grant, noteId))
}

/**
 * Where a note was made, for who decides about the manuscript.
 * @throws {AppError} `not_found` unless it was released to him
 */
export async function placeOfNote(
  viewer: Viewer,
  noteId: string,
): Promise<{ sessionId: string; editionId: string; paragraph: number }> {
  const note = await database().betaNote.findUnique({
    where: { id: noteId, isPrivate: false, releasedAt: { not: null } },
    select: { editionId: true, paragraph: true, edition: { select: { sessionId: true } } },
  })
  if (!note) throw new AppError('not_found', 'There is no such note of a reader.')
  const { sessionId } = await authorizeBetaSession(viewer, note.edition.sessionId)
  return { sessionId, editionId: note.editionId, paragraph: note.paragraph }
}

/**
 * The notes that reach a reader, oldest first: his own, and what the session lets him see of others.
 * @param query with `in`, his own on earlier editions of its chapter are placed there
 * @throws {AppError} for `in`, as `carryNotes`
 */
export async function listNotes(grant: ReaderGrant<'read'>, query: NotesQuery): Promise<BetaNoteList> {
  const { rows, next } = await pageOfNotes(notesSeenBy(grant), query)
  const carried = query.in === undefined ? null : await carryNotes(grant, rows, query.in)
  return { notes: rows.map((row) => noteView(row, grant.readerId, carried?.get(row.id))), next }
}

/** What readers released, for who decides about the manuscript, oldest first. */
export async function listReleased({ sessionId }: BetaSessionGrant, page: Page): Promise<BetaNoteList> {
  const released = { reader: { sessionId }, isPrivate: false, releasedAt: { not: null } }
  const { rows, next } = await pageOfNotes(released, page)
  return { notes: rows.map((row) => noteView(row, null)), next }
}

async function pageOfNotes(seen: object, { limit, cursor }: Page) {
  const where = { AND: [{ deletedAt: null }, seen] }
  const last = cursor
    ? await database().betaNote.findFirst({
        where: { AND: [where, { id: cursor }] },
        select: { createdAt: true },
      })
    : null
  if (cursor && !last) throw new AppError('invalid', 'cursor: is not the `next` of a list of this session')
  const after = last && {
    OR: [{ createdAt: { gt: last.createdAt } }, { createdAt: last.createdAt, id: { gt: cursor } }],
  }
  const found = await database().betaNote.findMany({
    where: after ? { AND: [where, after] } : where,
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    take: limit + 1,
    select: noteSelect,
  })
  return pageOf<NoteRow>(found, limit, ({ id }) => id)
}
