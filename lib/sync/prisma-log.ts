import type { Clock } from '@/lib/clock'
import { systemClock } from '@/lib/clock'
import type { Database } from '@/lib/db/client'
import type { Prisma } from '@/lib/db/generated/sqlite/client'
import type { Damage, UpdateLog } from './contract'
import { appendRows } from './prisma-log/appending'
import { loadDoc } from './prisma-log/loading'

/** What the log is given besides the database. */
export interface PrismaLogOptions {
  clock?: Clock
  /**
   * The writes that stand or fall with an update, for a companion given to `rooms.apply`. Made from plain data here,
   * because only this side holds the client that runs the transaction.
   */
  companionWrites?: (companion: unknown) => Prisma.PrismaPromise<unknown>[]
}

/**
 * The update log in the database. On SQLite the store thread writes with `synchronous=FULL`, one transaction after
 * another, so an append is on disk when it resolves, and positions have no hole.
 */
export function openPrismaLog(database: Database, options: PrismaLogOptions = {}): UpdateLog {
  const { clock = systemClock, companionWrites = refuseCompanion } = options
  return {
    load: (docId) => loadDoc(database, docId),
    async append(docId, entries, epoch) {
      const createdAt = new Date(clock.now())
      const companions = entries.flatMap(({ companion }) =>
        companion === undefined ? [] : companionWrites(companion),
      )
      return await appendRows(database, { docId, epoch, createdAt, entries, companions })
    },
    quarantine: (docId, damage) => quarantine({ database, clock }, docId, damage),
    async ownerOf(docId, clientIds) {
      const ids = clientIds.map((clientId) => BigInt(clientId))
      const where = { docId, clientId: { in: ids } }
      const writers = await database.docWriter.findMany({ where, select: { clientId: true, userId: true } })
      return new Map(writers.map(({ clientId, userId }) => [Number(clientId), userId]))
    },
  }
}

/** An update whose companion nobody can write is not stored without it. */
function refuseCompanion(): never {
  throw new Error('This log was opened without companionWrites.')
}

/** One open row per doc, however often and by whomever the damage is found. */
async function quarantine(
  { database, clock }: { database: Database; clock: Clock },
  docId: string,
  damage: Damage,
): Promise<void> {
  const open = await database.docDamage.findFirst({
    where: { docId, repairedAt: null },
    select: { lastSeq: true },
  })
  if (open) return
  const { goodSeq, lastSeq, reason } = damage
  const found = { goodSeq, reason, foundAt: new Date(clock.now()), repairedAt: null }
  await database.docDamage.upsert({
    where: { docId_lastSeq: { docId, lastSeq } },
    create: { docId, lastSeq, ...found },
    update: found,
    select: { lastSeq: true },
  })
}
