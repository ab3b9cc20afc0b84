import { recordAudit, type AuditAction } from '@/lib/accounts/audit'
import { leaveNoGuest } from '@/lib/beta/note-threads'
import type { Clock } from '@/lib/clock'
import { database, inTransaction, type DatabaseTransaction } from '@/lib/db/client'
import { log } from '@/lib/log'
import { keepDoing, type Repeating } from '@/lib/repeating'
import { TRASH_KEPT_MS } from './contract'

/** How often the trash is emptied of what was in it for long enough. */
export const PURGE_EVERY_MS = 24 * 60 * 60 * 1_000
/** The first time after a start: a server that starts has better things to do, and one restarted daily purges too. */
export const FIRST_PURGE_MS = 5 * 60 * 1_000
/** Rows of the update log that go in one transaction, so that nobody who types waits for a long one. */
const LOG_ROWS = 500
/** Threads and chapters looked for at once. */
const AT_ONCE = 200

/** What was purged, by kind. */
export interface Purged {
  workshops: number
  manuscripts: number
  chapters: number
  betaSessions: number
  threads: number
}

/** Empties the log of a doc, a slice at a time, and then all else that is kept of it but its row. */
async function purgeLog(docId: string): Promise<void> {
  for (;;) {
    const rows = await database().docUpdate.findMany({
      where: { docId },
      orderBy: { seq: 'asc' },
      take: LOG_ROWS,
      select: { seq: true },
    })
    const last = rows.at(-1)
    if (!last) break
    await database().docUpdate.deleteMany({ where: { docId, seq: { lte: last.seq } } })
  }
  const where = { docId }
  await database().docSnapshot.deleteMany({ where })
  await database().docSegment.deleteMany({ where })
  await database().docDamage.deleteMany({ where })
  await database().docWriter.deleteMany({ where })
}

/** Takes one thing away for good and notes in the audit log that it is gone. */
async function purged(
  action: AuditAction,
  subject: string,
  at: Date,
  work: (tx: DatabaseTransaction) => Promise<{ count: number }>,
): Promise<void> {
  await inTransaction(async (tx) => {
    const { count } = await work(tx)
    if (count > 0) await recordAudit(tx, { action, subject, at })
  })
}

/** Chapters that went alone, with their manuscript or with their workshop: each with its doc and the doc's log. */
async function purgeChapters(old: { lte: Date }, at: Date): Promise<number> {
  const where = {
    OR: [
      { trashedAt: old },
      { manuscript: { trashedAt: old } },
      { manuscript: { workshop: { trashedAt: old } } },
    ],
  }
  let count = 0
  for (;;) {
    const chapters = await database().chapter.findMany({
      where,
      take: AT_ONCE,
      select: { id: true, docId: true },
    })
    if (chapters.length === 0) return count
    for (const { id, docId } of chapters) {
      await purgeLog(docId)
      await purged('chapter.purged', id, at, async (tx) => {
        await tx.doc.deleteMany({ where: { id: docId } })
        return tx.chapter.deleteMany({ where: { id } })
      })
      count += 1
    }
  }
}

/** Beta sessions with their editions, links and readers, and all that guests left in them or in the draft. */
async function purgeBetaSessions(old: { lte: Date }, at: Date): Promise<number> {
  const sessions = await database().betaSession.findMany({ where: { trashedAt: old }, select: { id: true } })
  for (const { id } of sessions)
    await purged('beta_session.purged', id, at, async (tx) => {
      await leaveNoGuest(tx, id)
      const editions = await tx.betaEdition.findMany({
        where: { sessionId: id },
        select: { versionId: true },
      })
      const versionIds = editions.map(({ versionId }) => versionId)
      const gone = await tx.betaSession.deleteMany({ where: { id } })
      await tx.version.deleteMany({ where: { id: { in: versionIds }, kind: 'edition' } })
      return gone
    })
  return sessions.length
}

async function purgeThreads(old: { lte: Date }, at: Date): Promise<number> {
  let count = 0
  for (;;) {
    const threads = await database().thread.findMany({
      where: { deletedAt: old },
      take: AT_ONCE,
      select: { id: true },
    })
    if (threads.length === 0) return count
    for (const { id } of threads)
      await purged('thread.purged', id, at, (tx) => tx.thread.deleteMany({ where: { id } }))
    count += threads.length
  }
}

/**
 * Takes away for good what was in the trash for 30 days: rows, docs, their logs, snapshots and segments, versions and
 * threads. That it was there and who deleted it stays in the audit log. What is begun and not ended, because the
 * server stopped, is ended the next time: nobody can bring it back any more.
 */
export async function purgeTrash(clock: Clock): Promise<Purged> {
  const at = new Date(clock.now())
  const old = { lte: new Date(clock.now() - TRASH_KEPT_MS) }
  const threads = await purgeThreads(old, at)
  const betaSessions = await purgeBetaSessions(old, at)
  const chapters = await purgeChapters(old, at)
  const manuscripts = await database().manuscript.findMany({
    where: { OR: [{ trashedAt: old }, { workshop: { trashedAt: old } }] },
    select: { id: true },
  })
  for (const { id } of manuscripts)
    await purged('manuscript.purged', id, at, (tx) => tx.manuscript.deleteMany({ where: { id } }))
  const workshops = await database().workshop.findMany({ where: { trashedAt: old }, select: { id: true } })
  for (const { id } of workshops)
    await purged('workshop.purged', id, at, (tx) => tx.workshop.deleteMany({ where: { id } }))
  return { workshops: workshops.length, manuscripts: manuscripts.length, chapters, betaSessions, threads }
}

/** Purges the trash some minutes after the start and then each day. */
export function keepTrashEmptied({ clock }: { clock: Clock }): Repeating {
  const purge = async () => {
    const gone = await purgeTrash(clock)
    if (Object.values(gone).some(Boolean))
      log().info(gone, 'the trash was emptied of what was there for 30 days')
  }
  const failed = 'the trash could not be emptied; it is tried again tomorrow'
  return keepDoing(purge, { clock, firstMs: FIRST_PURGE_MS, everyMs: PURGE_EVERY_MS, failed })
}
