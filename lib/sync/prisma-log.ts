import type { Clock } from '@/lib/clock'
import { systemClock } from '@/lib/clock'
import type { Database } from '@/lib/db/client'
import type { Prisma } from '@/lib/db/generated/sqlite/client'
import type { Damage, LogEntry, UpdateLog } from './contract'
import { loadDoc } from './prisma-log/loading'
import { crcOf } from './soundness'

/** What the log is given besides the database. */
export interface PrismaLogOptions {
  clock?: Clock
  /**
   * The writes that stand or fall with an update, for a companion given to `rooms.apply`. Made from plain data here,
   * because only this side holds the client that runs the transaction.
   */
  companionWrites?: (companion: unknown) => Prisma.PrismaPromise<unknown>[]
}

type Store = Required<PrismaLogOptions> & { database: Database }

/**
 * The update log in the database. On SQLite the store thread writes with `synchronous=FULL`, one transaction after
 * another, so an append is on disk when it resolves, and positions have no hole.
 */
export function openPrismaLog(database: Database, options: PrismaLogOptions = {}): UpdateLog {
  const { clock = systemClock, companionWrites = refuseCompanion } = options
  const store: Store = { database, clock, companionWrites }
  return {
    load: (docId) => loadDoc(database, docId),
    append: (docId, entries, epoch) => append(store, docId, entries, epoch),
    quarantine: (docId, damage) => quarantine(store, docId, damage),
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

async function append(
  { database, clock, companionWrites }: Store,
  docId: string,
  entries: readonly LogEntry[],
  epoch: number | undefined,
): Promise<{ firstSeq: number; lastSeq: number }> {
  const createdAt = new Date(clock.now())
  const inserts = entries.map(({ bytes, authorId }) =>
    insertRow(database, docId, { bytes, authorId, createdAt, epoch }),
  )
  const bindings = entries.flatMap((entry) => entry.bindings)
  const writers = bindings.map(({ clientId, userId }) => ({ docId, clientId: BigInt(clientId), userId }))
  const companions = entries.flatMap(({ companion }) =>
    companion === undefined ? [] : companionWrites(companion),
  )
  const besides =
    writers.length > 0 ? [database.docWriter.createMany({ data: writers }), ...companions] : companions
  const answers =
    inserts.length === 1 && besides.length === 0
      ? [await inserts[0]!]
      : (await database.$transaction([...inserts, ...besides])).slice(0, inserts.length)
  const seqs = (answers as { seq: number | bigint }[][]).map((rows) => Number(rows[0]?.seq))
  const [firstSeq, lastSeq] = [seqs[0], seqs.at(-1)]
  if (firstSeq === undefined || lastSeq === undefined || seqs.some((seq) => Number.isNaN(seq))) {
    throw new Error(`Doc ${docId} took no rows.`)
  }
  return { firstSeq, lastSeq }
}

/**
 * One statement that gives the next position, so that no other writer can come between. In a doc that is in
 * quarantine or has begun another epoch the row would have no doc, which the table refuses, and with it the whole
 * transaction.
 */
function insertRow(
  database: Database,
  docId: string,
  row: { bytes: Uint8Array; authorId: string; createdAt: Date; epoch: number | undefined },
) {
  const { bytes, authorId, createdAt, epoch = null } = row
  return database.$queryRaw<{ seq: number | bigint }[]>`
    INSERT INTO "DocUpdate" ("docId", "seq", "bytes", "authorId", "createdAt", "crc")
    SELECT
      CASE
        WHEN "Doc"."epoch" <> COALESCE(${epoch}, "Doc"."epoch") THEN NULL
        WHEN EXISTS (SELECT 1 FROM "DocDamage" WHERE "docId" = ${docId} AND "repairedAt" IS NULL) THEN NULL
        ELSE "Doc"."id"
      END,
      (SELECT COALESCE(MAX("last"), 0) FROM (
        SELECT MAX("seq") AS "last" FROM "DocUpdate" WHERE "docId" = ${docId}
        UNION ALL
        SELECT MAX("uptoSeq") FROM "DocSnapshot" WHERE "docId" = ${docId}
      ) AS "positions") + 1,
      ${bytes}, ${authorId}, ${createdAt}, ${crcOf(bytes)}
    FROM "Doc" WHERE "Doc"."id" = ${docId}
    RETURNING "seq"`
}

/** One open row per doc, however often and by whomever the damage is found. */
async function quarantine({ database, clock }: Store, docId: string, damage: Damage): Promise<void> {
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
