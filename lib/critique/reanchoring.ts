import type { Clock } from '@/lib/clock'
import { database } from '@/lib/db/client'
import { isAppError } from '@/lib/errors'
import { publish, subscribe } from '@/lib/events/events'
import type { Log } from '@/lib/log'
import { decodeAnchor, type Anchor } from '@/lib/text/anchor'
import type { PlainText } from '@/lib/text/plain'
import { reanchor } from '@/lib/text/reanchor'
import { addAnchor } from './anchors'
import { chapterText } from './chapter-text'
import { placeInSlices } from './placing'
import { anchorOf } from './views'
import { audiencesOf } from './visible'

/**
 * How many older anchors are tried for a thread that is not in its place. The one it began with is always among them:
 * an undo mostly leads back to that one.
 */
const OLDER_TRIED = 4

interface KnownThread {
  id: string
  version: number
  anchor: Anchor
}

async function anchoredThreads(chapterId: string): Promise<KnownThread[]> {
  const threads = await database().thread.findMany({
    where: { chapterId, deletedAt: null, quote: { not: null } },
    select: {
      id: true,
      anchors: { orderBy: { version: 'desc' }, take: 1, select: { anchor: true, version: true } },
    },
  })
  return threads.flatMap((thread) => {
    const anchor = anchorOf(thread)
    return anchor ? [{ id: thread.id, version: thread.anchors[0]?.version ?? 0, anchor }] : []
  })
}

/**
 * What was known of threads before, newest first, back to where each was made or last pinned: what stood before a
 * person's choice is no longer what the thread is about.
 */
async function olderAnchors(threadIds: readonly string[]): Promise<Map<string, Anchor[]>> {
  const older = new Map<string, Anchor[]>()
  const threads = await database().thread.findMany({
    where: { id: { in: [...threadIds] } },
    select: {
      id: true,
      anchors: {
        orderBy: { version: 'desc' },
        take: OLDER_TRIED,
        select: { version: true, anchor: true, origin: true },
      },
    },
  })
  const bases = await database().threadAnchor.findMany({
    where: { threadId: { in: [...threadIds] }, origin: { in: ['made', 'pinned'] } },
    orderBy: { version: 'asc' },
    select: { threadId: true, version: true, anchor: true },
  })
  const baseOf = new Map(bases.map((base) => [base.threadId, base]))
  for (const { id, anchors } of threads) {
    const base = baseOf.get(id)
    const since = anchors.slice(1).filter(({ version }) => version > (base?.version ?? 0))
    const newest = anchors[0]?.version
    const tried = base && base.version !== newest ? [...since, base] : since
    older.set(
      id,
      tried.flatMap(({ anchor }) => decodeAnchor(anchor) ?? []),
    )
  }
  return older
}

/** For threads that are not in their place: the older anchor that leads back to it, by the thread's id. */
async function waysBack(plain: PlainText, lost: readonly KnownThread[]): Promise<Map<string, Anchor>> {
  const older = await olderAnchors(lost.map(({ id }) => id))
  const tries = lost.flatMap(({ id }) => (older.get(id) ?? []).map((anchor) => ({ id, anchor })))
  const placements = await placeInSlices(
    plain,
    tries.map(({ anchor }) => anchor),
  )
  const back = new Map<string, Anchor>()
  tries.forEach(({ id, anchor }, index) => {
    const placement = placements[index]
    if (placement?.state !== 'exact' || back.has(id)) return
    back.set(id, reanchor(plain, anchor, placement) ?? anchor)
  })
  return back
}

/**
 * Looks after every thread of a doc: one whose stored positions no longer lead to its passage gets new ones, and one
 * that is not in its place any more goes back to an older anchor that is exact again (after an undo). Every anchor it
 * had is kept. Edits made meanwhile do no harm: the anchors are true at the log position they are stored with.
 * @returns ids of the threads that were re-anchored
 */
export async function reanchorThreads(docId: string): Promise<string[]> {
  const chapter = await database().chapter.findUnique({ where: { docId }, select: { id: true } })
  const known = chapter ? await anchoredThreads(chapter.id) : []
  if (!chapter || known.length === 0) return []
  const { plain, seq } = await chapterText(docId)
  const placements = await placeInSlices(
    plain,
    known.map(({ anchor }) => anchor),
  )
  const lost = known.filter(({ version }, index) => version > 1 && placements[index]?.state !== 'exact')
  const back = lost.length > 0 ? await waysBack(plain, lost) : new Map<string, Anchor>()
  const stored: string[] = []
  for (const [index, { id, version, anchor }] of known.entries()) {
    const placement = placements[index]
    const next = back.get(id) ?? (placement && reanchor(plain, anchor, placement))
    if (next && (await addAnchor(id, version + 1, next, { seq, origin: 'found' }))) stored.push(id)
  }
  const touch = { touched: 'thread', byUserId: '' } as const
  for (const [threadId, audience] of await audiencesOf(chapter.id, stored, touch))
    publish({ kind: 'thread_changed', chapterId: chapter.id, docId, threadId, byUserId: '', audience })
  return stored
}

/** How long a doc must be quiet before its threads are looked after, and how long typing may put that off. */
export const QUIET_MS = 1_000
export const LATEST_MS = 5_000

/**
 * Looks after the threads of docs that change, until the answer is called; never twice at once for one doc. Its failure
 * is logged and loses nothing: an anchor that was not renewed is found by its words when it is read.
 */
export function keepAnchors({ clock, log }: { clock: Clock; log: Log }): () => void {
  const waiting = new Map<string, { since: number; cancel: () => void }>()
  const busy = new Set<string>()
  let isStopped = false
  const schedule = (docId: string) => {
    const known = waiting.get(docId)
    known?.cancel()
    const since = known?.since ?? clock.now()
    const wait = Math.max(0, Math.min(QUIET_MS, since + LATEST_MS - clock.now()))
    waiting.set(docId, { since, cancel: clock.after(wait, () => void look(docId)) })
  }
  const look = async (docId: string) => {
    waiting.delete(docId)
    if (busy.has(docId)) return schedule(docId)
    busy.add(docId)
    try {
      await reanchorThreads(docId)
    } catch (error) {
      if (!isStopped && !isAppError(error))
        log.error({ err: error, docId }, 'could not look after the threads of a doc')
    } finally {
      busy.delete(docId)
    }
  }
  const stop = subscribe((notice) => {
    if (notice.kind === 'doc_changed') schedule(notice.docId)
  })
  return () => {
    isStopped = true
    stop()
    for (const { cancel } of waiting.values()) cancel()
    waiting.clear()
  }
}
