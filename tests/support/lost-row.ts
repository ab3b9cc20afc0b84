import { join } from 'node:path'
import Database from 'better-sqlite3'

/**
 * Takes the newest row of a doc out of the update log of a server that is down, as a disk that lied would.
 * @param dataDir of the server
 * @returns the position of the row
 */
export function loseNewestRow(dataDir: string, docId: string): number {
  const file = new Database(join(dataDir, 'scriptorium.sqlite'), { timeout: 10_000 })
  try {
    const row = file
      .prepare<[string], { seq: number }>(
        `DELETE FROM "DocUpdate" WHERE rowid = (
           SELECT rowid FROM "DocUpdate" WHERE "docId" = ? ORDER BY "seq" DESC LIMIT 1
         ) RETURNING "seq"`,
      )
      .get(docId)
    if (!row) throw new Error(`The log of ${docId} has no row.`)
    return row.seq
  } finally {
    file.close()
  }
}
