import type { Clock } from '@/lib/clock'
import { database } from '@/lib/db/client'
import { subscribe } from '@/lib/events/events'
import { log } from '@/lib/log'
import { toThin } from './versions-thinning'
import { recordVersion } from './versions-record'

/** A version is recorded after so much writing since the last one … */
export const EDITING_MS = 10 * 60_000
/** … and ageing versions are thinned this often, also in chapters in which nobody writes. */
export const THIN_EVERY_MS = 6 * 3_600_000
/** What was written before a restart and is in no version is looked for this far back. */
const CATCH_UP_MS = 24 * 3_600_000

async function recordNow(docId: string, clock: Clock): Promise<void> {
  const chapter = await database().chapter.findUnique({ where: { docId }, select: { id: true } })
  if (!chapter) return
  const made = await recordVersion({ chapterId: chapter.id, docId }, { kind: 'automatic' }, clock)
  if (made) await thin(chapter.id, clock)
}

/** Lets the versions of a chapter go that thinning says. @returns how many went */
export async function thin(chapterId: string, clock: Clock): Promise<number> {
  const rows = await database().version.findMany({
    where: { chapterId },
    select: { id: true, kind: true, createdAt: true },
  })
  const gone = toThin(
    rows.map(({ id, kind, createdAt }) => ({ id, kind, at: createdAt.getTime() })),
    clock.now(),
  )
  // Named in the meantime: then it stays.
  const { count } = await database().version.deleteMany({
    where: { id: { in: gone }, chapterId, kind: 'automatic' },
  })
  return count
}

async function thinAll(clock: Clock): Promise<void> {
  const chapters = await database().version.groupBy({ by: ['chapterId'], where: { kind: 'automatic' } })
  for (const { chapterId } of chapters) await thin(chapterId, clock)
}

/** Docs that were written in lately and whose log is ahead of their last version. */
async function unrecorded(since: Date): Promise<string[]> {
  const rows = await database().docUpdate.groupBy({
    by: ['docId'],
    where: { createdAt: { gte: since } },
    _max: { seq: true },
  })
  // What was compacted since then stands in a snapshot and in no row.
  const snapshots = await database().docSnapshot.groupBy({
    by: ['docId'],
    where: { createdAt: { gte: since } },
    _max: { uptoSeq: true },
  })
  const heads = new Map(snapshots.map(({ docId, _max }) => [docId, _max.uptoSeq ?? 0]))
  for (const { docId, _max } of rows) heads.set(docId, Math.max(heads.get(docId) ?? 0, _max.seq ?? 0))
  const docIds = [...heads.keys()]
  const recorded = await database().version.groupBy({
    by: ['docId'],
    where: { docId: { in: docIds } },
    _max: { seq: true },
  })
  const known = new Map(recorded.map(({ docId, _max }) => [docId, _max.seq ?? 0]))
  return docIds.filter((docId) => (heads.get(docId) ?? 0) > (known.get(docId) ?? 1))
}

/**
 * Keeps versions of the chapters that people write in: one when ten minutes of writing are in no version, and one
 * when the last writer leaves. A version that fails is logged and recorded with the next edit.
 * @returns `stop` ends it; `settled` resolves when nothing is being recorded
 */
export function keepVersions({ clock }: { clock: Clock }): { stop(): void; settled(): Promise<void> } {
  const waiting = new Map<string, () => void>()
  const running = new Set<Promise<void>>()
  let isStopped = false

  const track = (what: string, work: Promise<void>, docId?: string) => {
    const guarded = work.catch((error: unknown) => {
      if (!isStopped) log().warn({ docId, kind: (error as Error).name }, `${what} failed`)
    })
    running.add(guarded)
    void guarded.finally(() => running.delete(guarded))
  }
  const record = (docId: string) => {
    waiting.get(docId)?.()
    waiting.delete(docId)
    track('recording a version', recordNow(docId, clock), docId)
  }
  const wait = (docId: string) => {
    if (waiting.has(docId) || isStopped) return
    waiting.set(
      docId,
      clock.after(EDITING_MS, () => record(docId)),
    )
  }
  const unsubscribe = subscribe((notice) => {
    if (notice.kind === 'doc_changed') wait(notice.docId)
    if (notice.kind === 'doc_emptied' && waiting.has(notice.docId)) record(notice.docId)
  })
  let cancelThinning = () => {}
  const thinLater = () => {
    cancelThinning = clock.after(THIN_EVERY_MS, () => {
      track('thinning versions', thinAll(clock))
      thinLater()
    })
  }
  thinLater()
  track(
    'looking for what is in no version',
    unrecorded(new Date(clock.now() - CATCH_UP_MS)).then((docIds) => docIds.forEach(wait)),
  )
  return {
    stop() {
      isStopped = true
      unsubscribe()
      cancelThinning()
      for (const cancel of waiting.values()) cancel()
      waiting.clear()
    },
    async settled() {
      while (running.size > 0) await Promise.all(running)
    },
  }
}
