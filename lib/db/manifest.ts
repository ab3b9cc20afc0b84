import { AppError } from '@/lib/errors'
import type { Database } from './client'

/** A hash by the id of what it is of. */
export type Hashes = Record<string, string>

/**
 * The form of what is hashed; a backup says which one it was made with, so that older ones are proved by theirs. 1: chapters
 * without rounds, packages and what hangs on comments (a backup without a form); 2: with them. `lib/backup` makes both.
 */
export const NEWEST_FORM = 2
export type RecordForm = 1 | 2

/** What stands in a backup to prove it. */
export interface Manifest {
  form: RecordForm
  hashes: Hashes
}

/** No id of a chapter has a hyphen. */
const FORM_ROW = 'record-form'

/** Most ids that a sentence names. */
const NAMED = 10

/** Writes hashes of the newest form into the backup itself, so that it stays one file. */
export async function writeManifest(backup: Database, hashes: Hashes): Promise<void> {
  await backup.$executeRawUnsafe('DROP TABLE IF EXISTS "BackupManifest"')
  await backup.$executeRawUnsafe(
    'CREATE TABLE "BackupManifest" ("id" TEXT NOT NULL PRIMARY KEY, "hash" TEXT NOT NULL)',
  )
  await backup.$transaction(
    Object.entries({ ...hashes, [FORM_ROW]: String(NEWEST_FORM) }).map(
      ([id, hash]) => backup.$executeRaw`INSERT INTO "BackupManifest" ("id", "hash") VALUES (${id}, ${hash})`,
    ),
  )
}

/**
 * The hashes in a backup, or null in one that was made before backups had any.
 * @throws {AppError} `invalid` for a form that only a newer version knows
 */
export async function readManifest(backup: Database): Promise<Manifest | null> {
  const tables = await backup.$queryRaw<
    unknown[]
  >`SELECT 1 AS "found" FROM sqlite_master WHERE type = 'table' AND name = 'BackupManifest'`
  if (tables.length === 0) return null
  const rows = await backup.$queryRaw<
    { id: string; hash: string }[]
  >`SELECT "id", "hash" FROM "BackupManifest"`
  const { [FORM_ROW]: form = '1', ...hashes } = Object.fromEntries(rows.map(({ id, hash }) => [id, hash]))
  if (form !== '1' && form !== '2')
    throw new AppError('invalid', 'A newer version made this backup: restore it with that version.')
  return { form: form === '1' ? 1 : 2, hashes }
}

/** Takes the hashes out of what is now a database in use, whose chapters go on changing. */
export async function dropManifest(database: Database): Promise<void> {
  await database.$executeRawUnsafe('DROP TABLE IF EXISTS "BackupManifest"')
}

/**
 * Compares what was backed up with what is there.
 * @throws {AppError} `invalid` naming what differs, is missing, or was not there
 */
export function proveEqual(expected: Hashes, found: Hashes): void {
  const ids = new Set([...Object.keys(expected), ...Object.keys(found)])
  const differing = [...ids].filter((id) => expected[id] !== found[id]).sort()
  if (differing.length === 0) return
  const named = differing.slice(0, NAMED).join(', ')
  const more = differing.length > NAMED ? ` and ${differing.length - NAMED} more` : ''
  throw new AppError(
    'invalid',
    `${differing.length} of ${ids.size} chapters are not what was backed up: ${named}${more}. Nothing was restored: take another backup.`,
  )
}
