import type { ChapterGrant, ThreadGrant } from '@/lib/access/contract'
import { recordAudit } from '@/lib/accounts/audit'
import { database, inTransaction } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import { publish } from '@/lib/events/events'
import { newId } from '@/lib/ids'
import { announceNotices } from '@/lib/notify/telling'
import { pageOf } from '@/lib/paging'
import { decodeBase64, encodeAnchor, makeAnchor, passageBetween, type Anchor } from '@/lib/text/anchor'
import type { PlainText } from '@/lib/text/plain'
import { findQuote } from '@/lib/text/quote'
import { TRASH_KEPT_MS } from '@/lib/trash/contract'
import {
  CRITIQUE_LIMITS,
  type NewThread,
  type PassageEnds,
  type ThreadChange,
  type ThreadView,
} from './contract'
import { mustBeOffered } from './categories'
import { belongingOf } from './belonging'
import { chapterText } from './chapter-text'
import type { ThreadQuery } from './contract.filters'
import { narrowed } from './filters'
import { mentionsOf } from './mentions'
import { circleOf, tellOfNewNote } from './telling'
import { threadsOf } from './threads-where'
import { mayWith, threadSelect, threadViews } from './views'
import { audiencesOf, sightOf, threadsSeenBy, type Sight } from './visible'

/**
 * Tells the browsers of those whom the thread reaches that it changed; they ask for it again.
 * @param touched what changed: the thread, or only what is said in it
 */
export async function announceThread(
  grant: ChapterGrant<'read'>,
  threadId: string,
  touched: 'thread' | 'comment' = 'thread',
): Promise<void> {
  const { chapterId, docId, viewer } = grant
  const byUserId = viewer.userId
  const audiences = await audiencesOf(chapterId, [threadId], { touched, byUserId })
  for (const audience of audiences.values())
    publish({ kind: 'thread_changed', chapterId, docId, threadId, byUserId, audience })
}

/**
 * What comes after a thread in a list. Prisma's own cursor leaves one out when the cursor's thread was deleted since.
 * @throws {AppError} `invalid` when the cursor is no thread of the chapter
 */
async function after(chapterId: string, cursor: string, sight: Sight) {
  const last = await database().thread.findUnique({
    where: { id: cursor, chapterId, ...threadsSeenBy(sight) },
    select: { createdAt: true },
  })
  if (!last) throw new AppError('invalid', 'cursor: is not the `next` of a list of this chapter')
  const { createdAt } = last
  return { OR: [{ createdAt: { gt: createdAt } }, { createdAt, id: { gt: cursor } }] }
}

/** The threads of a chapter that reach the viewer and pass the filter, oldest first, without the deleted ones. @throws {AppError} `invalid` for a strange cursor */
export async function listThreads(
  grant: ChapterGrant<'read'>,
  { limit, cursor, ...filter }: ThreadQuery,
): Promise<{ threads: ThreadView[]; next: string | null }> {
  const { chapterId } = grant
  const sight = await sightOf(grant)
  const where = await narrowed({ ...(await threadsOf(grant)), chapterId }, filter, sight)
  const found = await database().thread.findMany({
    where: cursor ? { AND: [where, await after(chapterId, cursor, sight)] } : where,
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    take: limit + 1,
    select: threadSelect,
  })
  const { rows, next } = pageOf(found, limit, (row) => row.id)
  return { threads: await threadViews(grant, rows), next }
}

/** One thread. @throws {AppError} `gone` when it was deleted */
export async function showThread(grant: ThreadGrant<'read'>): Promise<ThreadView> {
  const row = await database().thread.findUnique({
    where: { id: grant.threadId, chapterId: grant.chapterId, deletedAt: null },
    select: threadSelect,
  })
  const [view] = row ? await threadViews(grant, [row]) : []
  if (!view && row) throw new AppError('not_found', 'There is no such note, or it is not shared with you.')
  if (!view) throw new AppError('gone', 'This note was deleted.')
  return view
}

const NOT_THERE =
  'These words do not stand in the chapter as it is now. Your note is not lost: select the words again and post it.'
const TOO_OFTEN =
  'These words stand in the chapter more than once. Send the words before (prefix) or after (suffix) them as well.'

/** The passage between two ends that a caller sent; null when they do not stand in this text or hold only blanks. */
export function rangeOfEnds(
  plain: PlainText,
  { start, end }: PassageEnds,
): { from: number; to: number } | null {
  const first = decodeBase64(start)
  const last = decodeBase64(end)
  const range = first && last && passageBetween(plain, first, last)
  return range && plain.text.slice(range.from, range.to).trim() !== '' ? range : null
}

/** The anchor of what a new thread names: its ends when they still stand, else its words when they stand once. */
function anchorFor(plain: PlainText, { anchor, quote }: NewThread): Anchor | null {
  if (!anchor && !quote) return null
  const ends = anchor && rangeOfEnds(plain, anchor)
  if (ends && (!quote || plain.text.slice(ends.from, ends.to) === quote.exact))
    return makeAnchor(plain, ends.from, ends.to)
  const range = quote ? findQuote(plain.text, quote) : 'not_found'
  if (range === 'ambiguous') throw new AppError('quote_ambiguous', TOO_OFTEN)
  if (range === 'not_found' || plain.text.slice(range.from, range.to).trim() === '')
    throw new AppError('quote_not_found', NOT_THERE)
  return makeAnchor(plain, range.from, range.to)
}

/**
 * Opens a thread with its first comment: a critic's own until he hands in, while a round of critique is open.
 * @throws {AppError} `quote_not_found` or `quote_ambiguous` when the passage cannot be told, `conflict` when full,
 *   `invalid` as `mustBeOffered` and `mentionsOf`
 */
export async function openThread(grant: ChapterGrant<'comment'>, thread: NewThread): Promise<ThreadView> {
  const { plain, seq } = await chapterText(grant.docId)
  const anchor = anchorFor(plain, thread)
  if (thread.kind === 'suggestion' && anchor?.quote === thread.replacement)
    throw new AppError('invalid', 'replacement: says what stands there already')
  if (thread.category) await mustBeOffered(grant, thread.category)
  const mentions = await mentionsOf(grant, thread.mentions ?? [])
  const { chapterId, viewer } = grant
  const id = newId()
  const circle = await circleOf(grant)
  const sight = await sightOf(grant)
  const { row, told } = await inTransaction(async (tx) => {
    const at = new Date()
    // Those he does not see are not counted: a limit must not tell of them either.
    const many = await tx.thread.count({ where: { chapterId, ...threadsSeenBy(sight) } })
    if (many >= CRITIQUE_LIMITS.threadsPerChapter)
      throw new AppError('conflict', `A chapter has at most ${CRITIQUE_LIMITS.threadsPerChapter} notes.`)
    const row = await tx.thread.create({
      data: {
        id,
        chapterId,
        kind: thread.kind,
        category: thread.category ?? null,
        authorId: viewer.userId,
        createdAt: at,
        updatedAt: at,
        ...(await belongingOf(tx, grant, thread.visibility, at)),
        quote: anchor?.quote ?? null,
        replacement: thread.replacement ?? null,
        ...(thread.body && {
          comments: {
            create: {
              ...{ id: newId(), authorId: viewer.userId, body: thread.body, createdAt: at },
              mentions: { create: mentions },
            },
          },
        }),
        ...(anchor && {
          anchors: {
            create: { version: 1, anchor: { ...encodeAnchor(anchor) }, seq, origin: 'made', createdAt: at },
          },
        }),
      },
      select: threadSelect,
    })
    // A private note is told of when it is handed in, all at once.
    const isOpen = row.releasedAt !== null
    const told = isOpen ? await tellOfNewNote(tx, { grant, threadId: id, circle, called: mentions }) : []
    return { row, told }
  })
  await announceThread(grant, id)
  announceNotices(told)
  const [view] = await threadViews(grant, [row])
  if (!view) throw new AppError('internal', 'The note was saved but cannot be shown.')
  return view
}

const NOT_YOURS = 'Only whoever opened this note, or an author of the manuscript, may do that.'

/** @throws {AppError} `gone` when the thread was deleted, `forbidden` when it is not the viewer's to look after */
async function mayLookAfter(grant: ThreadGrant<'comment'>): Promise<void> {
  const thread = await database().thread.findUnique({
    where: { id: grant.threadId, chapterId: grant.chapterId },
    select: { authorId: true, deletedAt: true },
  })
  if (!thread || thread.deletedAt) throw new AppError('gone', 'This note was deleted.')
  if (!mayWith(grant, thread.authorId).resolve) throw new AppError('forbidden', NOT_YOURS)
}

/** Resolves or reopens a thread, or gives it another category. Throws as `mayLookAfter` and `mustBeOffered`. */
export async function changeThread(grant: ThreadGrant<'comment'>, change: ThreadChange): Promise<ThreadView> {
  await mayLookAfter(grant)
  if (change.category) await mustBeOffered(grant, change.category)
  const at = new Date()
  const resolved = change.status === 'resolved'
  await database().thread.update({
    where: { id: grant.threadId, chapterId: grant.chapterId },
    data: {
      updatedAt: at,
      ...(change.category !== undefined && { category: change.category }),
      ...(change.status && {
        status: change.status,
        resolvedAt: resolved ? at : null,
        resolvedById: resolved ? grant.viewer.userId : null,
      }),
    },
    select: { id: true },
  })
  await announceThread(grant, grant.threadId)
  return showThread(grant)
}

/** Puts a thread into the trash, where it is kept for 30 days; `restoreThread` brings it back with all that was said in it. */
export async function deleteThread(grant: ThreadGrant<'comment'>): Promise<void> {
  await mayLookAfter(grant)
  const at = new Date()
  const { threadId, chapterId } = grant
  const actorId = grant.viewer.userId
  await inTransaction(async (tx) => {
    await tx.thread.update({
      where: { id: threadId, chapterId },
      data: { deletedAt: at, deletedById: actorId },
      select: { id: true },
    })
    await recordAudit(tx, {
      ...{ action: 'thread.deleted', actorId, subject: threadId },
      ...{ details: { chapterId }, at },
    })
  })
  await announceThread(grant, grant.threadId)
}

/**
 * Undoes `deleteThread`, and brings back the comment with which the thread went when that was its last. Whoever could
 * delete it may bring it back.
 * @throws {AppError} `forbidden` for anyone else; a thread that stands is simply shown
 */
export async function restoreThread(grant: ThreadGrant<'comment'>): Promise<ThreadView> {
  const { threadId, chapterId } = grant
  const thread = await database().thread.findUnique({
    where: { id: threadId, chapterId },
    select: { kind: true, authorId: true, deletedAt: true, deletedById: true },
  })
  if (!thread || !mayWith(grant, thread.authorId).delete) throw new AppError('forbidden', NOT_YOURS)
  const { deletedAt } = thread
  if (!deletedAt) return showThread(grant)
  if (thread.kind === 'reader_note' && !thread.deletedById)
    throw new AppError('forbidden', 'Its reader took this note back, so only he can bring it back.')
  if (deletedAt.getTime() <= Date.now() - TRASH_KEPT_MS)
    throw new AppError('gone', 'This note was in the trash for 30 days, so it is gone for good.')
  await inTransaction(async (tx) => {
    await tx.comment.updateMany({ where: { threadId, deletedAt }, data: { deletedAt: null } })
    await tx.thread.update({
      where: { id: threadId },
      data: { deletedAt: null, deletedById: null, updatedAt: new Date() },
      select: { id: true },
    })
  })
  await announceThread(grant, threadId)
  return showThread(grant)
}
