import type { Error as DriverError, SqlQuery, SqlResultSet } from '@prisma/driver-adapter-utils'
import type { FailPoint } from './fail-points'

/** Rows for the end of one doc's update log, all or none. */
export interface LogAppend {
  docId: string
  /** The history they belong to; null for the one that the doc is in. */
  epoch: number | null
  /** As Prisma writes a date: ISO 8601 with `+00:00`. */
  createdAt: string
  /** At least one. `crc` is a signed 32-bit integer. */
  rows: readonly { bytes: Uint8Array; authorId: string; crc: number }[]
  /** Client ids that write here for the first time. */
  writers: readonly { clientId: number; userId: string }[]
}

/** The positions that an append was given. */
export interface LogPositions {
  firstSeq: number
  lastSeq: number
}

/** What the process asks of the store thread. `transaction` names an open transaction, absent = on its own. */
export type StoreRequest =
  | { id: number; do: 'query'; query: SqlQuery; transaction?: number }
  | { id: number; do: 'execute'; query: SqlQuery; transaction?: number }
  | { id: number; do: 'script'; script: string }
  | { id: number; do: 'begin' }
  | { id: number; do: 'end'; transaction: number }
  | { id: number; do: 'append'; append: LogAppend }
  | { id: number; do: 'close' }

/** What the store thread answers. `driver` is the payload of Prisma's `DriverAdapterError`. */
export type StoreAnswer =
  | { id: number; ok: true; value: SqlResultSet | LogPositions | number | null }
  | { id: number; ok: false; driver: DriverError }
  | { id: number; ok: false; message: string }

/** What the store thread is started with. */
export interface StoreSetup {
  /** Absolute path of the SQLite file. */
  file: string
  /** Where appends fail, for tests; absent = nowhere. */
  failPoints?: readonly FailPoint[]
}
