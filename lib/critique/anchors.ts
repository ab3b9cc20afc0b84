import type { ThreadGrant } from '@/lib/access/contract'
import { database, isUniqueViolation } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import { anchorAt, encodeAnchor, makeAnchor, type Anchor } from '@/lib/text/anchor'
import { place } from '@/lib/text/placement'
import { isPassageStill } from '@/lib/text/survival'
import { chapterText } from './chapter-text'
import type { PassageEnds, ThreadView } from './contract'
import { announceThread, rangeOfEnds, showThread } from './threads'
import { anchorOf, mayWith } from './views'

const NOT_THERE = 'The words these positions name do not stand in the chapter as it is now.'

async function currentAnchor(threadId: string, chapterId: string) {
  const thread = await database().thread.findUnique({
    where: { id: threadId, chapterId, deletedAt: null },
    select: { authorId: true, anchors: { orderBy: { version: 'desc' }, take: 1 } },
  })
  if (!thread) throw new AppError('gone', 'This note was deleted.')
  const [newest] = thread.anchors
  return { authorId: thread.authorId, version: newest?.version ?? 0, anchor: anchorOf(thread) }
}

/**
 * Keeps the old anchors of a thread and adds a newer one.
 * @returns false when somebody else has just added that version; no loss, his is as true as this one
 */
export async function addAnchor(
  threadId: string,
  version: number,
  anchor: Anchor,
  how: { seq: number; origin: 'edit' | 'found' | 'pinned' },
): Promise<boolean> {
  try {
    await database().threadAnchor.create({
      data: { threadId, version, anchor: { ...encodeAnchor(anchor) }, ...how, createdAt: new Date() },
      select: { threadId: true },
    })
    return true
  } catch (error) {
    if (isUniqueViolation(error)) return false
    throw error
  }
}

/**
 * Stores where an editing browser's own edit took a passage (Enter, joining, quoting, cut and paste), when at least
 * half of its words stand there, and not among many others.
 * @throws {AppError} `quote_not_found` when they do not, `gone` when the thread was deleted
 */
export async function reportAnchor(grant: ThreadGrant<'edit'>, ends: PassageEnds): Promise<ThreadView> {
  const { anchor, version } = await currentAnchor(grant.threadId, grant.chapterId)
  const { plain, seq } = await chapterText(grant.docId)
  const range = rangeOfEnds(plain, ends)
  if (!anchor || !range) throw new AppError('quote_not_found', NOT_THERE)
  if (!isPassageStill(anchor.quote, plain.text.slice(range.from, range.to)))
    throw new AppError('quote_not_found', NOT_THERE)
  const stands = place(plain, anchor)
  if (stands.state === 'unplaced' || stands.from !== range.from || stands.to !== range.to) {
    const next = anchorAt(plain, range, anchor.quote, anchor.movedScore)
    await addAnchor(grant.threadId, version + 1, next, { seq, origin: 'edit' })
    await announceThread(grant, grant.threadId)
  }
  return showThread(grant)
}

/**
 * Puts a thread on the words that a person chose. From now on it is about these; what it was about stays as its quote.
 * @throws {AppError} `forbidden` unless the thread is his to look after, `quote_not_found`, `gone`
 */
export async function pinThread(grant: ThreadGrant<'comment'>, ends: PassageEnds): Promise<ThreadView> {
  const { authorId, version } = await currentAnchor(grant.threadId, grant.chapterId)
  if (!mayWith(grant, authorId).pin)
    throw new AppError(
      'forbidden',
      'Only whoever opened this note, or an author of the manuscript, may pin it.',
    )
  const { plain, seq } = await chapterText(grant.docId)
  const range = rangeOfEnds(plain, ends)
  if (!range) throw new AppError('quote_not_found', NOT_THERE)
  const anchor = makeAnchor(plain, range.from, range.to)
  if (!(await addAnchor(grant.threadId, version + 1, anchor, { seq, origin: 'pinned' })))
    throw new AppError('conflict', 'Somebody else has just pinned this note. Look where it stands now.')
  await announceThread(grant, grant.threadId)
  return showThread(grant)
}
