import type { Error as DriverError, SqlQuery, SqlResultSet } from '@prisma/driver-adapter-utils'

/** What the process asks of the store thread. `transaction` names an open transaction, absent = on its own. */
export type StoreRequest =
  | { id: number; do: 'query'; query: SqlQuery; transaction?: number }
  | { id: number; do: 'execute'; query: SqlQuery; transaction?: number }
  | { id: number; do: 'script'; script: string }
  | { id: number; do: 'begin' }
  | { id: number; do: 'end'; transaction: number }
  | { id: number; do: 'close' }

/** What the store thread answers. `driver` is the payload of Prisma's `DriverAdapterError`. */
export type StoreAnswer =
  | { id: number; ok: true; value: SqlResultSet | number | null }
  | { id: number; ok: false; driver: DriverError }
  | { id: number; ok: false; message: string }

/** What the store thread is started with. */
export interface StoreSetup {
  /** Absolute path of the SQLite file. */
  file: string
}
