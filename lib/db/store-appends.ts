import type Sqlite from 'better-sqlite3'
import type { FailPlace } from './fail-points'
import type { LogAppend, LogPositions } from './store-messages'

/** The store thread's way to append to the update log: prepared statements on a connection of their own. */
export interface StoreAppends {
  /**
   * Writes rows and bindings in one transaction and answers when it is on disk. The caller sees to it that no other
   * transaction of this process is open meanwhile.
   * @throws {Error} when nothing was written, or when nobody knows; the next append begins on a new connection
   */
  append(append: LogAppend): LogPositions
  close(): void
}

/** Where a doc's log ends, and whether it may grow. */
const HEAD = `
  SELECT
    "epoch",
    EXISTS (SELECT 1 FROM "DocDamage" WHERE "docId" = "Doc"."id" AND "repairedAt" IS NULL) AS "isDamaged",
    MAX(
      COALESCE((SELECT MAX("seq") FROM "DocUpdate" WHERE "docId" = "Doc"."id"), 0),
      COALESCE((SELECT MAX("uptoSeq") FROM "DocSnapshot" WHERE "docId" = "Doc"."id"), 0)
    ) AS "last"
  FROM "Doc" WHERE "id" = ?`
const ROW = `
  INSERT INTO "DocUpdate" ("docId", "seq", "bytes", "authorId", "createdAt", "crc") VALUES (?, ?, ?, ?, ?, ?)`
const WRITER = `INSERT INTO "DocWriter" ("docId", "clientId", "userId") VALUES (?, ?, ?)`

interface Head {
  epoch: number
  isDamaged: number
  last: number
}

function prepare(connection: Sqlite.Database) {
  return {
    begin: connection.prepare('BEGIN IMMEDIATE'),
    commit: connection.prepare('COMMIT'),
    head: connection.prepare<[string], Head>(HEAD),
    row: connection.prepare<[string, number, Uint8Array, string, string, number]>(ROW),
    writer: connection.prepare<[string, bigint, string]>(WRITER),
  }
}

type Prepared = ReturnType<typeof prepare>

/** A statement that was refused leaves the connection as it was; after anything else it is not trusted any more. */
const HARMLESS = /^SQLITE_CONSTRAINT/

/** Why an append that met no error of the store writes nothing. */
class Unwelcome extends Error {}

/**
 * @param connect opens a connection with every pragma set and asserted
 * @param pass called at each place where a test may want it to fail
 */
export function openAppends(connect: () => Sqlite.Database, pass: (place: FailPlace) => void): StoreAppends {
  let connection: Sqlite.Database | null = null
  let prepared: Prepared | null = null
  const close = () => {
    connection?.close()
    connection = prepared = null
  }
  return {
    close,
    append(append) {
      try {
        connection ??= connect()
        prepared ??= prepare(connection)
        return inTransaction(connection, prepared, append, pass)
      } catch (error) {
        const { code } = error as { code?: unknown }
        // A failed write or sync is never tried again on pages that were believed to be written.
        if (!(error instanceof Unwelcome) && !(typeof code === 'string' && HARMLESS.test(code))) close()
        throw error
      }
    },
  }
}

function inTransaction(
  connection: Sqlite.Database,
  { begin, commit, head, row, writer }: Prepared,
  { docId, epoch, createdAt, rows, writers }: LogAppend,
  pass: (place: FailPlace) => void,
): LogPositions {
  begin.run()
  let last: number
  try {
    last = roomAfter(head.get(docId), docId, epoch)
    const firstSeq = last + 1
    for (const { bytes, authorId, crc } of rows) {
      pass('row')
      row.run(docId, ++last, bytes, authorId, createdAt, crc)
    }
    for (const { clientId, userId } of writers) writer.run(docId, BigInt(clientId), userId)
    pass('commit')
    commit.run()
    pass('committed')
    return { firstSeq, lastSeq: last }
  } catch (error) {
    if (connection.inTransaction) connection.exec('ROLLBACK')
    throw error
  }
}

/** @throws {Unwelcome} when the doc takes nothing: unknown, in quarantine, or of another epoch */
function roomAfter(head: Head | undefined, docId: string, epoch: number | null): number {
  if (!head) throw new Unwelcome(`There is no doc ${docId}.`)
  if (head.isDamaged) throw new Unwelcome(`Doc ${docId} is in quarantine.`)
  if (epoch !== null && epoch !== head.epoch) throw new Unwelcome(`Doc ${docId} has begun another epoch.`)
  return head.last
}
