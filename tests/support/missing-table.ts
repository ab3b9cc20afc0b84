import { join } from 'node:path'
import Database from 'better-sqlite3'

/**
 * Takes a table away from under a running server, as a broken disk or a half-restored backup would.
 * @param dataDir of the server
 * @param table its name in the database, such as `Chapter`
 * @returns puts the table back, with all its rows
 */
export function takeTableAway(dataDir: string, table: string): () => void {
  rename(dataDir, table, `${table}TakenAway`)
  return () => rename(dataDir, `${table}TakenAway`, table)
}

function rename(dataDir: string, from: string, to: string): void {
  const file = new Database(join(dataDir, 'scriptorium.sqlite'), { timeout: 10_000 })
  try {
    file.exec(`ALTER TABLE "${from}" RENAME TO "${to}"`)
  } finally {
    file.close()
  }
}
