import { announceAccessChange } from '@/lib/access/changes'
import type { Clock } from '@/lib/clock'
import { database } from '@/lib/db/client'
import { publish, subscribe } from '@/lib/events/events'
import type { Log } from '@/lib/log'

/** How often the dates are read again, for rounds that another process began or changed. */
const LOOK_AGAIN_MS = 30_000

/** A timer may ring a moment early, and a round that has not ended yet is not announced. */
const LATER_MS = 20

/**
 * Tells browsers of every round whose date passed after `since` and by `now`, and has presence judged again. Nothing is
 * stored: whoever reads judges by the clock.
 */
export async function announceEnded(since: Date, now: Date): Promise<void> {
  const ended = await database().critiqueRound.findMany({
    where: { endedAt: null, endsAt: { gt: since, lte: now } },
    select: {
      id: true,
      chapterId: true,
      isBlind: true,
      chapter: { select: { docId: true, manuscriptId: true } },
    },
  })
  for (const { id, chapterId, isBlind, chapter } of ended) {
    if (isBlind) announceAccessChange({ manuscriptId: chapter.manuscriptId })
    publish({ kind: 'round_changed', roundId: id, chapterId, docId: chapter.docId })
  }
}

async function nextEnd(now: Date): Promise<Date | null> {
  const next = await database().critiqueRound.findFirst({
    where: { endedAt: null, endsAt: { gt: now } },
    orderBy: { endsAt: 'asc' },
    select: { endsAt: true },
  })
  return next?.endsAt ?? null
}

/** Announces the end of rounds when their dates pass, until the answer is called. A failure is logged and made up for. */
export function keepRounds({ clock, log }: { clock: Clock; log: Log }): () => void {
  let since = new Date(clock.now())
  let cancel = () => {}
  let isStopped = false
  let isBusy = false
  const schedule = (ms: number) => {
    cancel()
    if (!isStopped) cancel = clock.after(Math.max(0, ms), () => void look())
  }
  const look = async () => {
    if (isBusy) return schedule(LATER_MS)
    isBusy = true
    const now = new Date(clock.now())
    let wait = LOOK_AGAIN_MS
    try {
      await announceEnded(since, now)
      since = now
      const next = await nextEnd(now)
      if (next) wait = Math.min(wait, next.getTime() - clock.now() + LATER_MS)
    } catch (error) {
      if (!isStopped) log.error({ err: error }, 'could not look for rounds that ended')
    } finally {
      isBusy = false
    }
    schedule(wait)
  }
  const stop = subscribe((notice) => {
    if (notice.kind === 'round_changed') schedule(0)
  })
  schedule(0)
  return () => {
    isStopped = true
    stop()
    cancel()
  }
}
