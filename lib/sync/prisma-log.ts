import type { Clock } from '@/lib/clock'
import { systemClock } from '@/lib/clock'
import type { Database } from '@/lib/db/client'
import type { Prisma } from '@/lib/db/generated/sqlite/client'
import type { LogEntry, StoredDoc, UpdateLog } from './contract'

/** How often a load reads again when rows moved into a snapshot between its two reads. */
const LOAD_ATTEMPTS = 3

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
    load: (docId) => load(database, docId, LOAD_ATTEMPTS),
    append: (docId, entries) => append(store, docId, entries),
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

async function load(database: Database, docId: string, attempts: number): Promise<StoredDoc | null> {
  const doc = await database.doc.findUnique({ where: { id: docId }, select: { epoch: true } })
  if (!doc) return null
  const snapshot = await database.docSnapshot.findFirst({
    where: { docId },
    orderBy: { uptoSeq: 'desc' },
    select: { uptoSeq: true, bytes: true },
  })
  const after = snapshot?.uptoSeq ?? 0
  const rows = await database.docUpdate.findMany({
    where: { docId, seq: { gt: after } },
    orderBy: { seq: 'asc' },
    select: { seq: true, bytes: true, authorId: true },
  })
  const isWhole = rows.every((row, index) => row.seq === after + 1 + index)
  if (isWhole) {
    return { epoch: doc.epoch, seq: after + rows.length, snapshot: snapshot ?? undefined, rows }
  }
  if (attempts > 1) return load(database, docId, attempts - 1)
  throw new Error(`The log of doc ${docId} has a hole after position ${after}.`)
}

async function append(
  { database, clock, companionWrites }: Store,
  docId: string,
  entries: readonly LogEntry[],
): Promise<{ firstSeq: number; lastSeq: number }> {
  const createdAt = new Date(clock.now())
  const inserts = entries.map(({ bytes, authorId }) =>
    insertRow(database, docId, { bytes, authorId, createdAt }),
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

/** One statement that gives the next position, so that no other writer can come between. */
function insertRow(
  database: Database,
  docId: string,
  row: { bytes: Uint8Array; authorId: string; createdAt: Date },
) {
  return database.$queryRaw<{ seq: number | bigint }[]>`
    INSERT INTO "DocUpdate" ("docId", "seq", "bytes", "authorId", "createdAt")
    SELECT "Doc"."id",
      COALESCE(
        (SELECT MAX("seq") FROM "DocUpdate" WHERE "docId" = ${docId}),
        (SELECT MAX("uptoSeq") FROM "DocSnapshot" WHERE "docId" = ${docId}),
        0
      ) + 1,
      ${row.bytes}, ${row.authorId}, ${row.createdAt}
    FROM "Doc" WHERE "Doc"."id" = ${docId}
    RETURNING "seq"`
}
