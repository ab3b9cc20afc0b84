/** Where the sync server writes what happened: no text, no names, no tokens. Fits a pino logger. */
export interface SyncLogger {
  info(fields: Record<string, unknown>, message: string): void
  warn(fields: Record<string, unknown>, message: string): void
  error(fields: Record<string, unknown>, message: string): void
}

/** Counts by reason, for `/metrics` and the tests; each count also leaves a line in the log. */
export interface Counters {
  /** Adds one to `reason` and logs it with `fields`. */
  count(reason: string, fields?: Record<string, unknown>): void
  /** Adds to `name` without a log line, for what happens all the time. */
  add(name: string, amount?: number): void
  /** A copy of all counts. */
  read(): Record<string, number>
}

/** Counters that start at nothing. */
export function openCounters(logger?: SyncLogger): Counters {
  const counts = new Map<string, number>()
  const add = (name: string, amount = 1) => {
    counts.set(name, (counts.get(name) ?? 0) + amount)
  }
  return {
    add,
    count(reason, fields = {}) {
      add(reason)
      logger?.warn({ ...fields, reason }, 'sync')
    },
    read: () => Object.fromEntries(counts),
  }
}
