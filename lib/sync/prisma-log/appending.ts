import { appenderOf, type Append, type LogPositions } from '@/lib/db/append'
import type { Database } from '@/lib/db/client'
import type { Prisma } from '@/lib/db/generated/sqlite/client'
import type { LogEntry } from '../contract'
import { crcOf } from '../soundness'

/** What is to be appended to one doc. `epoch` is the history it belongs to; absent = the one that the doc is in. */
export interface Appending {
  docId: string
  epoch: number | undefined
  createdAt: Date
  entries: readonly LogEntry[]
  /** Writes that stand or fall with the entries. */
  companions: readonly Prisma.PrismaPromise<unknown>[]
}

/**
 * Appends as `UpdateLog.append` promises. Where the database has a way past Prisma it is taken, because the client
 * costs more than the write does; companions are Prisma's, so what has one goes in a transaction of Prisma's.
 */
export function appendRows(database: Database, appending: Appending): Promise<LogPositions> {
  const append = appending.companions.length === 0 ? appenderOf(database) : null
  return append ? appendPast(append, appending) : appendThroughPrisma(database, appending)
}

function appendPast(append: Append, { docId, epoch, createdAt, entries }: Appending): Promise<LogPositions> {
  return append({
    docId,
    epoch: epoch ?? null,
    // The form that Prisma's adapter writes: both ways must be equal to every query on this column.
    createdAt: createdAt.toISOString().replace('Z', '+00:00'),
    rows: entries.map(({ bytes, authorId }) => ({ bytes: alone(bytes), authorId, crc: crcOf(bytes) })),
    writers: entries.flatMap(({ bindings }) => bindings),
  })
}

/** A message to a thread copies the whole buffer that a view looks at: a small view is cut out of a large one first. */
function alone(bytes: Uint8Array): Uint8Array {
  return bytes.byteLength === bytes.buffer.byteLength ? bytes : bytes.slice()
}

/** Needs nothing of the database but transactions: also how PostgreSQL is written. */
export async function appendThroughPrisma(
  database: Database,
  { docId, epoch, createdAt, entries, companions }: Appending,
): Promise<LogPositions> {
  const inserts = entries.map(({ bytes, authorId }) =>
    insertRow(database, docId, { bytes, authorId, createdAt, epoch }),
  )
  const bindings = entries.flatMap((entry) => entry.bindings)
  const writers = bindings.map(({ clientId, userId }) => ({ docId, clientId: BigInt(clientId), userId }))
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
