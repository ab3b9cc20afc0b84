import { AppError } from '@/lib/errors'
import type { Database } from './client'

/** A hash by the id of what it is of. */
export type Hashes = Record<string, string>

/** Most ids that a sentence names. */
const NAMED = 10

/** Writes the hashes into the backup itself, so that it stays one file. */
export async function writeManifest(backup: Database, hashes: Hashes): Promise<void> {
  await backup.$executeRawUnsafe('DROP TABLE IF EXISTS "BackupManifest"')
  await backup.$executeRawUnsafe(
    'CREATE TABLE "BackupManifest" ("id" TEXT NOT NULL PRIMARY KEY, "hash" TEXT NOT NULL)',
  )
  await backup.$transaction(
    Object.entries(hashes).map(
      ([id, hash]) => backup.$executeRaw`INSERT INTO "BackupManifest" ("id", "hash") VALUES (${id}, ${hash})`,
    ),
  )
}

/** The hashes in a backup, or null in one that was made before backups had any. */
export async function readManifest(backup: Database): Promise<Hashes | null> {
  const tables = await backup.$queryRaw<
    unknown[]
  >`SELECT 1 AS "found" FROM sqlite_master WHERE type = 'table' AND name = 'BackupManifest'`
  if (tables.length === 0) return null
  const rows = await backup.$queryRaw<
    { id: string; hash: string }[]
  >`SELECT "id", "hash" FROM "BackupManifest"`
  return Object.fromEntries(rows.map(({ id, hash }) => [id, hash]))
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
