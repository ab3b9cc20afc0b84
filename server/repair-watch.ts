import { database } from '@/lib/db/client'
import type { Log } from '@/lib/log'

/** How often the rows are read: a chapter that was repaired opens for writing within about a second. */
const POLL_MS = 1_000

/**
 * Reads which docs were repaired (by the command line, or another node), so that this process loads them again.
 * Starts at the newest row: what was repaired before is loaded as it is.
 * @param repaired told the id of each doc once per repair
 * @returns stops watching
 */
export function watchRepairs(log: Log, repaired: (docId: string) => void): () => void {
  let newest: Date | null = null
  let seen = new Set<string>()
  let isReading = false
  const read = async () => {
    if (isReading) return
    isReading = true
    try {
      const rows = await database().docDamage.findMany({
        where: { repairedAt: newest ? { gte: newest } : { not: null } },
        orderBy: { repairedAt: 'asc' },
        select: { docId: true, lastSeq: true, repairedAt: true },
      })
      const isFirst = newest === null
      const now = new Set(rows.map((row) => `${row.docId} ${row.lastSeq} ${row.repairedAt?.getTime()}`))
      if (!isFirst)
        for (const row of rows)
          if (!seen.has(`${row.docId} ${row.lastSeq} ${row.repairedAt?.getTime()}`)) repaired(row.docId)
      seen = now
      newest = rows.at(-1)?.repairedAt ?? newest ?? new Date(0)
    } catch (error) {
      log.error({ err: error }, 'could not read which chapters were repaired')
    } finally {
      isReading = false
    }
  }
  void read()
  const timer = setInterval(() => void read(), POLL_MS)
  timer.unref()
  return () => clearInterval(timer)
}
