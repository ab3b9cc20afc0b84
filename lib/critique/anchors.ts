import type { ThreadGrant } from '@/lib/access/contract'
import type { Clock } from '@/lib/clock'
import { database, isUniqueViolation } from '@/lib/db/client'
import { AppError, isAppError } from '@/lib/errors'
import { publish, subscribe } from '@/lib/events/events'
import type { Log } from '@/lib/log'
import {
  anchorAt,
  decodeBase64,
  encodeAnchor,
  makeAnchor,
  passageBetween,
  type Anchor,
} from '@/lib/text/anchor'
import { place, placeAll } from '@/lib/text/placement'
import { reanchor } from '@/lib/text/reanchor'
import { survival } from '@/lib/text/survival'
import { chapterText } from './chapter-text'
import type { PassageEnds, ThreadView } from './contract'
import { announceThread, showThread } from './threads'
import { anchorOf, mayWith } from './views'

/** Least share of a passage's characters that must survive where a browser reports it (DESIGN §5). */
const LEAST_SURVIVING = 0.5

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

/** Keeps the old anchor and adds the new one. A tie with another writer is no loss: his is as true as this one. */
async function addAnchor(
  threadId: string,
  version: number,
  anchor: Anchor,
  how: { seq: number; origin: string },
) {
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

function rangeOf(plain: Parameters<typeof passageBetween>[0], { start, end }: PassageEnds) {
  const first = decodeBase64(start)
  const last = decodeBase64(end)
  return first && last ? passageBetween(plain, first, last) : null
}

/**
 * Stores where an editing browser's own edit took a passage (Enter, joining, quoting, cut and paste), when at least
 * half of its words stand there.
 * @throws {AppError} `quote_not_found` when they do not, `gone` when the thread was deleted
 */
export async function reportAnchor(grant: ThreadGrant<'edit'>, ends: PassageEnds): Promise<ThreadView> {
  const { anchor, version } = await currentAnchor(grant.threadId, grant.chapterId)
  const { plain, seq } = await chapterText(grant.docId)
  const range = rangeOf(plain, ends)
  if (!anchor || !range) throw new AppError('quote_not_found', NOT_THERE)
  if (survival(anchor.quote, plain.text.slice(range.from, range.to)).share < LEAST_SURVIVING)
    throw new AppError('quote_not_found', NOT_THERE)
  const stands = place(plain, anchor)
  if (stands.state === 'unplaced' || stands.from !== range.from || stands.to !== range.to) {
    const next = anchorAt(plain, range, anchor.quote, anchor.movedScore)
    await addAnchor(grant.threadId, version + 1, next, { seq, origin: 'edit' })
    announceThread(grant, grant.threadId)
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
  const range = rangeOf(plain, ends)
  if (!range) throw new AppError('quote_not_found', NOT_THERE)
  const anchor = makeAnchor(plain, range.from, range.to)
  if (!(await addAnchor(grant.threadId, version + 1, anchor, { seq, origin: 'pinned' })))
    throw new AppError('conflict', 'Somebody else has just pinned this note. Look where it stands now.')
  announceThread(grant, grant.threadId)
  return showThread(grant)
}

/**
 * Finds new positions for every thread of a doc whose stored ones no longer lead to its passage.
 * @returns ids of the threads that were re-anchored
 */
export async function reanchorThreads(docId: string): Promise<string[]> {
  const chapter = await database().chapter.findUnique({ where: { docId }, select: { id: true } })
  if (!chapter) return []
  const threads = await database().thread.findMany({
    where: { chapterId: chapter.id, deletedAt: null, quote: { not: null } },
    select: {
      id: true,
      anchors: { orderBy: { version: 'desc' }, take: 1, select: { anchor: true, version: true } },
    },
  })
  const known = threads.flatMap((thread) => {
    const anchor = anchorOf(thread)
    return anchor ? [{ id: thread.id, version: thread.anchors[0]?.version ?? 0, anchor }] : []
  })
  if (known.length === 0) return []
  const { plain, seq } = await chapterText(docId)
  const placements = placeAll(
    plain,
    known.map(({ anchor }) => anchor),
  )
  const found = known.flatMap(({ id, version, anchor }, index) => {
    const placement = placements[index]
    const next = placement && reanchor(plain, anchor, placement)
    return next ? [{ id, version, next }] : []
  })
  const stored: string[] = []
  for (const { id, version, next } of found)
    if (await addAnchor(id, version + 1, next, { seq, origin: 'found' })) stored.push(id)
  for (const threadId of stored)
    publish({ kind: 'thread_changed', chapterId: chapter.id, docId, threadId, byUserId: '' })
  return stored
}

/** How long a doc must be quiet before its threads are looked after, and how long typing may put that off. */
const QUIET_MS = 1_000
const LATEST_MS = 5_000

/**
 * Looks after the threads of docs that change, until the answer is called. Its failure is logged and loses nothing:
 * an anchor that was not renewed is found by its words when it is read.
 */
export function keepAnchors({ clock, log }: { clock: Clock; log: Log }): () => void {
  const waiting = new Map<string, { since: number; cancel: () => void }>()
  const look = (docId: string) => {
    waiting.delete(docId)
    reanchorThreads(docId).catch((error: unknown) => {
      if (!isAppError(error)) log.error({ err: error, docId }, 'could not look after the threads of a doc')
    })
  }
  const stop = subscribe((notice) => {
    if (notice.kind !== 'doc_changed') return
    const { docId } = notice
    const known = waiting.get(docId)
    known?.cancel()
    const since = known?.since ?? clock.now()
    const wait = Math.max(0, Math.min(QUIET_MS, since + LATEST_MS - clock.now()))
    waiting.set(docId, { since, cancel: clock.after(wait, () => look(docId)) })
  })
  return () => {
    stop()
    for (const { cancel } of waiting.values()) cancel()
    waiting.clear()
  }
}
