import type Sqlite from 'better-sqlite3'
import type { SqlDriverAdapter } from '@prisma/driver-adapter-utils'

/**
 * better-sqlite3 is compiled with WAL `synchronous=NORMAL`, which may lose the last commits when the power goes;
 * FULL syncs each commit (0.3 ms measured). Numbers as SQLite answers them (sqlite.org/pragma.html).
 */
const WRITING = { journal_mode: 'wal', synchronous: 2, busy_timeout: 10_000, foreign_keys: 1 } as const

/** Set on the writing connection before anything else. */
export const writingPragmas = Object.entries(WRITING)
  .map(([name, value]) => `PRAGMA ${name} = ${value};`)
  .join('\n')

/** Set on the reading connection: it could not write if it wanted to. */
export const readingPragmas = 'PRAGMA busy_timeout = 10000; PRAGMA query_only = 1;'

/**
 * Asks SQLite whether it took every pragma.
 * @throws {Error} naming the pragma that did not hold, so that no server starts without its promises
 */
export async function assertPragmas(connection: SqlDriverAdapter): Promise<void> {
  for (const [name, wanted] of Object.entries(WRITING)) {
    const { rows } = await connection.queryRaw({ sql: `PRAGMA ${name}`, args: [], argTypes: [] })
    assertOne(name, wanted, rows[0]?.[0])
  }
}

/**
 * Sets every writing pragma on a connection without an adapter around it.
 * @throws {Error} as `assertPragmas`; the connection is closed then
 */
export function withWritingPragmas(connection: Sqlite.Database): Sqlite.Database {
  try {
    connection.exec(writingPragmas)
    for (const [name, wanted] of Object.entries(WRITING))
      assertOne(name, wanted, connection.pragma(name, { simple: true }))
    return connection
  } catch (error) {
    connection.close()
    throw error
  }
}

function assertOne(name: string, wanted: string | number, found: unknown): void {
  if (String(found) !== String(wanted))
    throw new Error(`SQLite has ${name} = ${String(found)}, but Scriptorium needs ${String(wanted)}`)
}
