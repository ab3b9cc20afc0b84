import type { PrismaClient } from './generated/sqlite/client'

/** The client, in the shape of the SQLite one: both are generated from the same models. */
export type Database = PrismaClient

/** A client inside `inTransaction`: the same models, but it can neither connect nor begin another one. */
export type DatabaseTransaction = Omit<
  PrismaClient,
  '$connect' | '$disconnect' | '$on' | '$transaction' | '$extends'
>

const HOLDER = Symbol.for('scriptorium.database')

interface Holder {
  [HOLDER]?: Database
}

/**
 * The process's one database client.
 * It hangs on `globalThis`, because the server and Next's page and route bundles each evaluate `lib` for themselves.
 * @throws {Error} before `holdDatabase`
 */
export function database(): Database {
  const held = (globalThis as Holder)[HOLDER]
  if (!held)
    throw new Error('The database is not open: server/main.ts, server/cli.ts or the test opens it first')
  return held
}

/** Makes `client` the process's database, or takes it away with `null`. For the composition roots and tests. */
export function holdDatabase(client: Database | null): void {
  if (client) (globalThis as Holder)[HOLDER] = client
  else delete (globalThis as Holder)[HOLDER]
}

/**
 * Runs `work` in one transaction: all of it or nothing. Await nothing but the database inside, because on SQLite
 * every other write of the process waits meanwhile.
 * @throws whatever `work` throws, after the rollback
 */
export function inTransaction<T>(work: (tx: DatabaseTransaction) => Promise<T>): Promise<T> {
  return database().$transaction(work)
}

/** True when a write was refused because a row with the same unique value stands already (Prisma P2002). */
export function isUniqueViolation(error: unknown): boolean {
  return (error as { code?: unknown } | null)?.code === 'P2002'
}
