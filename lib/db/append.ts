import type { Database } from './client'
import type { LogAppend, LogPositions } from './store-messages'

export type { LogAppend, LogPositions }

/**
 * Appends to the update log past Prisma, in one transaction; answers when it is on disk.
 * @throws {Error} when nothing was written, or when nobody knows
 */
export type Append = (append: LogAppend) => Promise<LogPositions>

const HOLDER = Symbol.for('scriptorium.appenders')

/** On `globalThis` as the client itself, because each bundle evaluates this file for itself. */
function appenders(): WeakMap<Database, Append> {
  const holder = globalThis as { [HOLDER]?: WeakMap<Database, Append> }
  return (holder[HOLDER] ??= new WeakMap())
}

/** Says how the database behind a client is appended to. */
export function holdAppender(client: Database, append: Append): void {
  appenders().set(client, append)
}

/** How to append past Prisma; null for a database that has no such way, such as PostgreSQL. */
export function appenderOf(client: Database): Append | null {
  return appenders().get(client) ?? null
}
