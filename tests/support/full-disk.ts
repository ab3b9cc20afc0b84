import { join } from 'node:path'
import Database from 'better-sqlite3'

/**
 * Makes room in the data of a running server whose files may not grow (`fileBlocks` of `startServer`): moves what stands
 * in the write-ahead log into the database file and empties it.
 * @throws {Error} when something reads from it for longer than 10 s
 */
export function makeRoom(dataDir: string): void {
  const file = new Database(join(dataDir, 'scriptorium.sqlite'), { timeout: 10_000 })
  try {
    const [answer] = file.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[]
    if (answer?.busy !== 0) throw new Error('The write-ahead log is being read.')
  } finally {
    file.close()
  }
}
