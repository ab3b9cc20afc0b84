import { join } from 'node:path'
import Database from 'better-sqlite3'

/** A row of the update log as it stands in the database. */
export interface StoredRow {
  seq: number
  /** Its bytes, in hexadecimal. */
  bytes: string
}

/** The rows of a doc, oldest first. @param dataDir of a server that may run */
export function storedRows(dataDir: string, docId: string): StoredRow[] {
  return withDatabase(dataDir, (file) =>
    file
      .prepare<[string], StoredRow>(
        `SELECT "seq", HEX("bytes") AS "bytes" FROM "DocUpdate" WHERE "docId" = ? ORDER BY "seq"`,
      )
      .all(docId),
  )
}

/**
 * Changes a bit of a row, as a disk that lied would.
 * @param dataDir of a server that is down: one that has the doc loaded would not notice
 */
export function spoilRow(dataDir: string, docId: string, seq: number): void {
  withDatabase(dataDir, (file) => {
    const row = file
      .prepare<[string, number], { bytes: Buffer }>(
        `SELECT "bytes" FROM "DocUpdate" WHERE "docId" = ? AND "seq" = ?`,
      )
      .get(docId, seq)
    if (!row) throw new Error(`The log of ${docId} has no row ${seq}.`)
    const at = row.bytes.length - 1
    row.bytes.writeUInt8(row.bytes.readUInt8(at) ^ 1, at)
    file
      .prepare(`UPDATE "DocUpdate" SET "bytes" = ? WHERE "docId" = ? AND "seq" = ?`)
      .run(row.bytes, docId, seq)
  })
}

function withDatabase<T>(dataDir: string, act: (file: Database.Database) => T): T {
  const file = new Database(join(dataDir, 'scriptorium.sqlite'), { timeout: 10_000 })
  try {
    return act(file)
  } finally {
    file.close()
  }
}
