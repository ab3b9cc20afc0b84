import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  backUp,
  proveBackup,
  restoreFrom,
  type Hashes,
  type RecordForm,
  type Restored,
} from '@/lib/db/backup'
import { NEWEST_FORM } from '@/lib/db/manifest'
import type { Database } from '@/lib/db/client'
import { openPrismaLog } from '@/lib/sync/prisma-log'
import { chapterHash } from './chapter-record'

/**
 * The hash of each chapter (`chapterHash`), by its id, those in the trash included. One chapter is loaded at a time.
 * @param form an older one, to prove an older backup
 */
export async function chapterHashes(database: Database, form: RecordForm = NEWEST_FORM): Promise<Hashes> {
  const log = openPrismaLog(database)
  const chapters = await database.chapter.findMany({ orderBy: { id: 'asc' }, select: { id: true } })
  const hashes: Hashes = {}
  for (const { id } of chapters) {
    const hash = await chapterHash(database, log, id, form)
    if (hash) hashes[id] = hash
  }
  return hashes
}

/**
 * Copies everything into one file while people go on writing, with the hash of each chapter as the copy has it.
 * @param databaseFile the SQLite file of a server that may be running
 * @throws {AppError} as `backUp` of `lib/db`
 */
export function backUpWorkshops(databaseFile: string, target: string): Promise<Hashes> {
  return backUp(databaseFile, target, chapterHashes)
}

/**
 * Brings a backup back where no data is yet, and proves it: the hash of each chapter is made again and must be the
 * one in the backup.
 * @throws {AppError} as `restoreFrom` of `lib/db`; `invalid` naming the chapters that differ, and nothing is restored
 */
export function restoreWorkshops(backup: string, databaseFile: string): Promise<Restored> {
  return restoreFrom(backup, databaseFile, chapterHashes)
}

/**
 * Does all that a restore does, in a folder that is deleted afterwards: so a backup is known to be good before it is
 * needed. Throws as `restoreWorkshops`.
 */
export async function verifyBackup(backup: string): Promise<Hashes> {
  const folder = mkdtempSync(join(tmpdir(), 'scriptorium-verify-'))
  try {
    return await proveBackup(backup, join(folder, 'copy.sqlite'), chapterHashes)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
