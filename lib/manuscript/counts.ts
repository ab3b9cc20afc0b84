import type { Clock } from '@/lib/clock'
import { database } from '@/lib/db/client'
import { ask, subscribe } from '@/lib/events/events'
import { log } from '@/lib/log'
import { doTextWork } from './text-work'

/** Words are counted when nobody has typed for this long … */
export const COUNT_IDLE_MS = 2_000
/** … and at least this often while somebody goes on. */
export const COUNT_LATEST_MS = 10_000
/** How many docs that changed while nobody counted are looked at when counting begins. */
const CATCH_UP = 10_000

interface Waiting {
  /** When the edits that wait to be counted began; milliseconds. */
  since: number
  cancel(): void
}

/** Stores a count only forwards: an older state, counted late, changes nothing. */
async function store(docId: string, seq: number, words: number, editedAt: number): Promise<void> {
  await database().chapter.updateMany({
    where: { docId, wordsSeq: { lt: seq } },
    data: { words, wordsSeq: seq, editedAt: new Date(editedAt) },
  })
}

/** The newest position of docs and when it was written; of rows, and of segments for docs without any. */
async function heads(): Promise<Map<string, { seq: number; editedAt: number }>> {
  const rows = await database().docUpdate.groupBy({
    by: ['docId'],
    _max: { seq: true, createdAt: true },
    orderBy: { _max: { createdAt: 'desc' } },
    take: CATCH_UP,
  })
  const segments = await database().docSegment.groupBy({
    by: ['docId'],
    _max: { toSeq: true, lastAt: true },
    orderBy: { _max: { lastAt: 'desc' } },
    take: CATCH_UP,
  })
  const newest = [
    ...segments.map(({ docId, _max }) => ({ docId, seq: _max.toSeq, at: _max.lastAt })),
    // After them, because rows come after what was compacted.
    ...rows.map(({ docId, _max }) => ({ docId, seq: _max.seq, at: _max.createdAt })),
  ]
  return new Map(newest.map(({ docId, seq, at }) => [docId, { seq: seq ?? 0, editedAt: at?.getTime() ?? 0 }]))
}

/** Docs whose log is ahead of their count, with the time of their newest edit. */
async function behind(): Promise<{ docId: string; editedAt: number }[]> {
  const ahead = new Map([...(await heads())].filter(([, { seq }]) => seq > 1))
  const chapters = await database().chapter.findMany({
    where: { docId: { in: [...ahead.keys()] } },
    select: { docId: true, wordsSeq: true },
  })
  return chapters.flatMap(({ docId, wordsSeq }) => {
    const head = ahead.get(docId)
    return head && wordsSeq < head.seq ? [{ docId, editedAt: head.editedAt }] : []
  })
}

/**
 * Keeps words and times of the chapters true: some quiet time after each edit, and at the start for edits that a
 * crash left uncounted. A count that fails is logged and made again with the next edit or start.
 * @returns `stop` ends it; `settled` resolves when no count is running
 */
export function keepCounts({ clock }: { clock: Clock }): { stop(): void; settled(): Promise<void> } {
  const waiting = new Map<string, Waiting>()
  const running = new Set<Promise<void>>()

  const count = async (docId: string, editedAt: number) => {
    try {
      const { seq, state } = await ask('doc.state', { docId })
      await store(docId, seq, await doTextWork('words', { state }), editedAt)
    } catch (error) {
      log().warn({ docId, kind: (error as Error).name }, 'the words of a chapter could not be counted')
    }
  }

  const track = (work: Promise<void>) => {
    running.add(work)
    void work.finally(() => running.delete(work))
  }

  const unsubscribe = subscribe((notice) => {
    if (notice.kind !== 'doc_changed') return
    const { docId } = notice
    const now = clock.now()
    const since = waiting.get(docId)?.since ?? now
    waiting.get(docId)?.cancel()
    const due = Math.min(COUNT_IDLE_MS, Math.max(0, since + COUNT_LATEST_MS - now))
    const cancel = clock.after(due, () => {
      waiting.delete(docId)
      track(count(docId, now))
    })
    waiting.set(docId, { since, cancel })
  })

  const catchUp = async () => {
    try {
      for (const { docId, editedAt } of await behind()) await count(docId, editedAt)
    } catch (error) {
      log().warn({ kind: (error as Error).name }, 'the chapters to count could not be found')
    }
  }
  track(catchUp())

  return {
    stop() {
      unsubscribe()
      for (const edits of waiting.values()) edits.cancel()
      waiting.clear()
    },
    async settled() {
      while (running.size > 0) await Promise.all(running)
    },
  }
}
