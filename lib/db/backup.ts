import {
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3'
import { AppError, isAppError } from '@/lib/errors'
import type { Database } from './client'
import {
  dropManifest,
  NEWEST_FORM,
  proveEqual,
  readManifest,
  writeManifest,
  type Hashes,
  type RecordForm,
} from './manifest'
import { openDatabase } from './open'

export type { Hashes, RecordForm }

/** Says what a database holds, so that a copy of it can be proved: a hash by the id of each thing, in a form. */
export type Describe = (database: Database, form: RecordForm) => Promise<Hashes>

/** A SQLite database and the files that belong to it while it is open, or after a crash. */
function filesOf(file: string): string[] {
  return [file, `${file}-wal`, `${file}-shm`]
}

function clear(draft: string): void {
  for (const file of filesOf(draft)) rmSync(file, { force: true })
}

/** Opens `file` for `work` alone and closes it again, so that all of it is in the one file. */
async function opened<T>(file: string, work: (database: Database) => Promise<T>): Promise<T> {
  const database = await openDatabase(file)
  try {
    return await work(database)
  } finally {
    await database.$disconnect()
  }
}

/** What was written into `file` is on disk when this returns, also when the power fails next. */
function flush(file: string): void {
  const handle = openSync(file, 'r+')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

async function copyOf(file: string, target: string): Promise<void> {
  const connection = await new PrismaBetterSqlite3({ url: `file:${file}` }).connect()
  try {
    await connection.executeScript(
      `PRAGMA busy_timeout = 30000; VACUUM INTO '${target.replaceAll("'", "''")}'`,
    )
  } finally {
    await connection.dispose()
  }
}

/**
 * Copies the database in `file` into `target` as one consistent file, also while a server writes to it, with what
 * `describe` says of the copy inside. `target` appears when it is whole.
 * @throws {AppError} `not_found` when there is no database, `conflict` when `target` exists
 */
export async function backUp(file: string, target: string, describe: Describe): Promise<Hashes> {
  if (!existsSync(file)) throw new AppError('not_found', `There is no database at ${file}.`)
  if (existsSync(target)) throw new AppError('conflict', `${target} exists already; it was left as it is.`)
  const draft = `${target}.unfinished`
  clear(draft)
  try {
    await copyOf(file, draft)
    const hashes = await opened(draft, async (copy) => {
      const described = await describe(copy, NEWEST_FORM)
      await writeManifest(copy, described)
      return described
    })
    flush(draft)
    renameSync(draft, target)
    return hashes
  } catch (error) {
    clear(draft)
    throw error
  }
}

/** What a restore brought back. */
export interface Restored {
  people: number
  chapters: number
  /** False for a backup from before backups had hashes: it was brought back, and nothing can prove it. */
  proved: boolean
  /** Of each chapter as it is now. */
  hashes: Hashes
}

/** Proves that the copy in `database` is what was backed up. Throws as `proveEqual`. */
async function prove(database: Database, describe: Describe): Promise<Pick<Restored, 'proved' | 'hashes'>> {
  const expected = await readManifest(database)
  const hashes = await describe(database, NEWEST_FORM)
  if (!expected) return { proved: false, hashes }
  const { form } = expected
  proveEqual(expected.hashes, form === NEWEST_FORM ? hashes : await describe(database, form))
  return { proved: true, hashes }
}

/** Copies the backup to `draft` and works there; an error that is no sentence of ours means that it is no backup. */
async function withCopy<T>(backup: string, draft: string, work: (copy: Database) => Promise<T>): Promise<T> {
  if (!existsSync(backup)) throw new AppError('not_found', `There is no backup at ${backup}.`)
  clear(draft)
  try {
    copyFileSync(backup, draft)
    return await opened(draft, work)
  } catch (error) {
    clear(draft)
    if (isAppError(error)) throw error
    throw new AppError('invalid', `${backup} is not a backup that this version can read.`, { cause: error })
  }
}

/**
 * Puts a backup where no database is yet, brings it to this version, proves it, and begins a new epoch in every doc,
 * so that browsers with newer words keep them as a recovery version instead of mixing histories.
 * @throws {AppError} `not_found`, `conflict` when there is data already, `invalid` when the file is no backup or not
 *   what was backed up
 */
export async function restoreFrom(backup: string, file: string, describe: Describe): Promise<Restored> {
  if (!existsSync(backup)) throw new AppError('not_found', `There is no backup at ${backup}.`)
  // A journal that a crash left behind would be played into the restored file and damage it.
  const there = filesOf(file).find((one) => existsSync(one))
  if (there)
    throw new AppError(
      'conflict',
      `There is data at ${there} already; nothing was changed. Move it away first, with its -wal and -shm files.`,
    )
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const draft = `${file}.restoring`
  const restored = await withCopy(backup, draft, async (database) => {
    const proof = await prove(database, describe)
    await dropManifest(database)
    await database.doc.updateMany({ data: { epoch: { increment: 1 } } })
    return { people: await database.user.count(), chapters: await database.chapter.count(), ...proof }
  })
  flush(draft)
  renameSync(draft, file)
  return restored
}

/**
 * Proves a backup in a copy at `draft`, which the caller deletes.
 * @throws {AppError} as `restoreFrom`, and `invalid` for a backup that has nothing to be proved by
 */
export async function proveBackup(backup: string, draft: string, describe: Describe): Promise<Hashes> {
  const { proved, hashes } = await withCopy(backup, draft, (database) => prove(database, describe))
  if (!proved) throw new AppError('invalid', `${backup} is older than the hashes that prove a backup.`)
  return hashes
}

/** What SQLite says of its own file: `ok`, or what is wrong with it. */
export async function integrityOf(database: Database): Promise<string> {
  const answers = await database.$queryRawUnsafe<Record<string, string>[]>('PRAGMA integrity_check')
  return answers.flatMap((row) => Object.values(row)).join('; ')
}
