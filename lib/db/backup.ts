import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3'
import { AppError } from '@/lib/errors'
import type { Database } from './client'
import { openDatabase } from './open'

/**
 * Copies the database in `file` into `target` as one consistent file, also while a server writes to it.
 * @throws {AppError} `not_found` when there is no database, `conflict` when `target` exists
 */
export async function backUp(file: string, target: string): Promise<void> {
  if (!existsSync(file)) throw new AppError('not_found', `There is no database at ${file}.`)
  if (existsSync(target)) throw new AppError('conflict', `${target} exists already; it was left as it is.`)
  const connection = await new PrismaBetterSqlite3({ url: `file:${file}` }).connect()
  try {
    await connection.executeScript(
      `PRAGMA busy_timeout = 30000; VACUUM INTO '${target.replaceAll("'", "''")}'`,
    )
  } finally {
    await connection.dispose()
  }
}

/** What a restore brought back. */
export interface Restored {
  people: number
  chapters: number
}

/** A SQLite database and the files that belong to it while it is open, or after a crash. */
function filesOf(file: string): string[] {
  return [file, `${file}-wal`, `${file}-shm`]
}

async function beginAnew(file: string): Promise<Restored> {
  const database = await openDatabase(file)
  try {
    await database.doc.updateMany({ data: { epoch: { increment: 1 } } })
    return { people: await database.user.count(), chapters: await database.chapter.count() }
  } finally {
    await database.$disconnect()
  }
}

/**
 * Puts a backup where no database is yet, brings it to this version and begins a new epoch in every doc, so that
 * browsers with newer words keep them as a recovery version instead of mixing histories.
 * @throws {AppError} `not_found`, `conflict` when there is data already, `invalid` when the file is no backup
 */
export async function restoreFrom(backup: string, file: string): Promise<Restored> {
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
  const clear = () => filesOf(draft).forEach((one) => rmSync(one, { force: true }))
  clear()
  try {
    copyFileSync(backup, draft)
    const restored = await beginAnew(draft)
    renameSync(draft, file)
    return restored
  } catch (error) {
    clear()
    throw new AppError('invalid', `${backup} is not a backup that this version can read.`, { cause: error })
  }
}

/** What SQLite says of its own file: `ok`, or what is wrong with it. */
export async function integrityOf(database: Database): Promise<string> {
  const answers = await database.$queryRawUnsafe<Record<string, string>[]>('PRAGMA integrity_check')
  return answers.flatMap((row) => Object.values(row)).join('; ')
}
