import { database } from '@/lib/db/client'
import { publish } from '@/lib/events/events'
import type { Log } from '@/lib/log'

/** How often the rows are read: a right that any process took away is gone here within about a second. */
const POLL_MS = 1_000

/**
 * Reads the changes of rights that other processes (the command line, other nodes) recorded, and tells this one's
 * rooms. Starts at the newest row, because connections are judged when they open.
 * @returns stops watching
 */
export async function watchAccess(log: Log): Promise<() => void> {
  const newest = await database().accessChange.findFirst({ orderBy: { id: 'desc' }, select: { id: true } })
  let last = newest?.id ?? 0
  let reading = false
  const read = async () => {
    if (reading) return
    reading = true
    try {
      const changes = await database().accessChange.findMany({
        where: { id: { gt: last } },
        orderBy: { id: 'asc' },
      })
      for (const { id, userId, workshopId, manuscriptId, loginId } of changes) {
        last = id
        publish({
          kind: 'access_changed',
          ...(userId && { userId }),
          ...(workshopId && { workshopId }),
          ...(manuscriptId && { manuscriptId }),
          ...(loginId && { loginId }),
        })
      }
    } catch (error) {
      log.error({ err: error }, 'could not read the changes of rights')
    } finally {
      reading = false
    }
  }
  const timer = setInterval(() => void read(), POLL_MS)
  timer.unref()
  return () => clearInterval(timer)
}
