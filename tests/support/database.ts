import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import { holdDatabase, type Database } from '@/lib/db/client'
import { openDatabase } from '@/lib/db/open'
import { holdEnv, parseEnv, type Env } from '@/lib/env'
import { openLog } from '@/lib/log'

const MIGRATIONS = join(import.meta.dirname, '../../prisma/migrations/sqlite')

/** Names and sizes of the migrations: another set of them needs another template. */
function migrationsMark(): string {
  return readdirSync(MIGRATIONS, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => `${name}-${Math.floor(statSync(join(MIGRATIONS, name, 'migration.sql')).mtimeMs)}`)
    .join('_')
}

/** A migrated empty database file that is made once and copied for each test file. */
async function template(): Promise<string> {
  const folder = join(tmpdir(), 'scriptorium-test-template')
  const finished = join(folder, `${migrationsMark()}.sqlite`)
  if (existsSync(finished)) return finished
  mkdirSync(folder, { recursive: true })
  const making = mkdtempSync(join(folder, 'making-'))
  const file = join(making, 'template.sqlite')
  const db = await openDatabase(file)
  await db.$disconnect()
  renameSync(file, finished)
  rmSync(making, { recursive: true, force: true })
  return finished
}

/** The database of a test file. */
export interface WorkshopDatabase {
  /** The open client, which `database()` answers too. Only inside tests and hooks. */
  readonly db: Database
  /** Folder of the data, deleted afterwards. Only inside tests and hooks. */
  readonly folder: string
}

/** A database in a folder of its own. */
export interface OpenData extends WorkshopDatabase {
  /** Closes it and deletes the folder. */
  close(): Promise<void>
}

/** Opens a fresh migrated SQLite database and holds it and its settings, as `workshopDatabase` does, outside of Vitest too. */
export async function openWorkshopData(settings: Record<string, string> = {}): Promise<OpenData> {
  const folder = mkdtempSync(join(tmpdir(), 'scriptorium-test-'))
  const env: Env = parseEnv({ LOG_LEVEL: 'silent', ...settings, DATA_DIR: folder })
  copyFileSync(await template(), env.databaseFile)
  const db = await openDatabase(env.databaseFile)
  holdEnv(env)
  openLog(env.logLevel)
  holdDatabase(db)
  const close = async () => {
    holdDatabase(null)
    await db.$disconnect()
    rmSync(folder, { recursive: true, force: true })
  }
  return { db, folder, close }
}

/**
 * Gives the test file (or `describe`) a fresh migrated SQLite database and settings: opened and held before its
 * tests, closed and deleted after them.
 * The log is silent.
 * @param settings environment variables beside `DATA_DIR`, such as `{ SIGN_UP: 'open' }`
 */
export function workshopDatabase(settings: Record<string, string> = {}): WorkshopDatabase {
  let opened: OpenData | undefined
  beforeAll(async () => {
    opened = await openWorkshopData(settings)
  })
  afterAll(() => opened?.close())
  return {
    get db() {
      if (!opened) throw new Error('The database opens before the first test: ask for it inside a test')
      return opened.db
    },
    get folder() {
      return opened?.folder ?? ''
    },
  }
}
