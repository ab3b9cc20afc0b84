import type { Viewer } from '@/lib/access/contract'
import { systemClock, type Clock } from '@/lib/clock'
import { subscribe } from '@/lib/events/events'
import { NOTICE_LIMITS } from './contract'
import { stampOf } from './notices'

const HOLDER = Symbol.for('scriptorium.notices.waiting')

/** How many requests of each person wait now; shared by all bundles of the process. */
function waitingNow(): Map<string, number> {
  const holder = globalThis as { [HOLDER]?: Map<string, number> }
  return (holder[HOLDER] ??= new Map())
}

interface NewsAsked {
  /** The stamp that is known already. */
  since: string
  /** Answer no later than this, in seconds. */
  wait: number
  /** The request was given up. */
  signal?: AbortSignal
}

/**
 * Waits until one's notices stand differently from `since`, for a while at most. It says that something changed and
 * nothing of it, so that a login which ended meanwhile learns nothing. Whoever waits in too many windows is answered at once.
 * @returns the stamp as it is then
 */
export async function newsFor(
  viewer: Viewer,
  { since, wait, signal }: NewsAsked,
  clock: Clock = systemClock,
): Promise<{ stamp: string }> {
  const { userId } = viewer
  let news = () => {}
  const changed = new Promise<void>((resolve) => (news = resolve))
  // Listening begins before the look, so that nothing falls between the two.
  const leave = subscribe((notice) => {
    if (notice.kind === 'notices_changed' && notice.userIds.includes(userId)) news()
    if (notice.kind === 'access_changed' && notice.loginId === viewer.login.id) news()
  })
  const waiting = waitingNow()
  const others = waiting.get(userId) ?? 0
  waiting.set(userId, others + 1)
  const cancel = clock.after(wait * 1_000, () => news())
  signal?.addEventListener('abort', news, { once: true })
  try {
    const { stamp } = await stampOf(viewer)
    if (stamp !== since || wait === 0 || others >= NOTICE_LIMITS.waiting || signal?.aborted) return { stamp }
    await changed
    return { stamp: (await stampOf(viewer)).stamp }
  } finally {
    leave()
    cancel()
    signal?.removeEventListener('abort', news)
    const left = (waiting.get(userId) ?? 1) - 1
    if (left > 0) waiting.set(userId, left)
    else waiting.delete(userId)
  }
}
