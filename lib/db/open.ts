import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3'
import type { SqlDriverAdapter, SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils'
import { PrismaClient as SqliteClient } from './generated/sqlite/client'
import { holdAppender } from './append'
import type { FailPoint } from './fail-points'
import { openSchemaEngine } from './schema-engine'
import { storeAdapter } from './store-adapter'
import type { Database } from './client'

/** An interactive transaction may wait this long for the writing connection, and last this long. Milliseconds. */
const TRANSACTION = { maxWait: 15_000, timeout: 15_000 }

const PRISMA_FOLDER = join(import.meta.dirname, '../../prisma')

/**
 * Opens the SQLite database in `file`, making its folder, and applies the migrations it lacks. When it already
 * holds data and a migration is due, a copy stays beside it as `<file>.before-<migration>`.
 * @param died told when the store thread ends without being asked to; nothing can be read or written any more
 * @param failPoints where appends to the update log fail, for tests
 * @returns the client; the caller holds it (`holdDatabase`) and ends it with `$disconnect()`
 * @throws {Error} when the file cannot be opened, a pragma does not hold or a migration fails
 */
export async function openDatabase(
  file: string,
  died?: (error: Error) => void,
  failPoints?: readonly FailPoint[],
): Promise<Database> {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  await migrate(file)
  const adapter = storeAdapter({ file, failPoints }, died)
  const client = new SqliteClient({ adapter, transactionOptions: TRANSACTION })
  await client.$connect()
  holdAppender(client, (append) => adapter.append(append))
  return client
}

interface MigrationFolder {
  name: string
  script: string
}

function migrationsOnDisk(): MigrationFolder[] {
  const folder = join(PRISMA_FOLDER, 'migrations/sqlite')
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => ({ name, script: readFileSync(join(folder, name, 'migration.sql'), 'utf8') }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** Names of the migrations that `file` has had; the schema engine need not be loaded to know nothing is due. */
async function applied(file: string): Promise<Set<string>> {
  if (!existsSync(file)) return new Set()
  const connection = await new PrismaBetterSqlite3({ url: `file:${file}` }).connect()
  try {
    const { rows } = await connection.queryRaw({
      sql: `SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL`,
      args: [],
      argTypes: [],
    })
    return new Set(rows.map(([name]) => String(name)))
  } catch (error) {
    if ((error as { cause?: { kind?: string } }).cause?.kind === 'TableDoesNotExist') return new Set()
    throw error
  } finally {
    await connection.dispose()
  }
}

async function keepCopy(file: string, migration: string): Promise<void> {
  const copy = `${file}.before-${migration}`
  if (existsSync(copy)) return
  // A copy that was cut short must not be taken for a whole one at the next start.
  const draft = `${copy}.unfinished`
  rmSync(draft, { force: true })
  const connection = await new PrismaBetterSqlite3({ url: `file:${file}` }).connect()
  try {
    await connection.executeScript(`VACUUM INTO '${draft.replaceAll("'", "''")}'`)
  } finally {
    await connection.dispose()
  }
  renameSync(draft, copy)
}

async function migrate(file: string): Promise<void> {
  const migrations = migrationsOnDisk()
  const done = await applied(file)
  const due = migrations.filter(({ name }) => !done.has(name))
  if (due.length === 0) return
  if (done.size > 0 && due[0]) await keepCopy(file, due[0].name)
  const { factory, disposeAll } = trackedFactory(file)
  const engine = await openSchemaEngine(readFileSync(join(PRISMA_FOLDER, 'schema.prisma'), 'utf8'), factory)
  try {
    await engine.applyMigrations({
      migrationsList: {
        baseDir: join(PRISMA_FOLDER, 'migrations/sqlite'),
        lockfile: { path: 'migration_lock.toml', content: 'provider = "sqlite"\n' },
        shadowDbInitScript: '',
        migrationDirectories: migrations.map(({ name, script }) => ({
          path: name,
          migrationFile: { path: 'migration.sql', content: { tag: 'ok', value: script } },
        })),
      },
      filters: { externalTables: [], externalEnums: [] },
    })
  } finally {
    engine.free()
    await disposeAll()
  }
}

/**
 * The schema engine sets its connection to `locking_mode=EXCLUSIVE` and never closes it, so the file stays locked
 * until the garbage collector passes: whoever opened the connections must close them.
 */
function trackedFactory(file: string) {
  const real = new PrismaBetterSqlite3({ url: `file:${file}` })
  const opened: SqlDriverAdapter[] = []
  const factory: SqlMigrationAwareDriverAdapterFactory = {
    provider: real.provider,
    adapterName: real.adapterName,
    connectToShadowDb: () => real.connectToShadowDb(),
    async connect() {
      const connection = await real.connect()
      opened.push(connection)
      return connection
    },
  }
  return {
    factory,
    disposeAll: () => Promise.all(opened.splice(0).map((connection) => connection.dispose())),
  }
}
