/**
 * Writes the next migration for both databases: `npm run migration -- add_drafts`.
 *
 * The difference is taken between the schema of the last migration, kept in `prisma/migrations/schema.prisma`,
 * and `prisma/schema.prisma`. The folders have the format of Prisma's own CLI.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3'
import {
  ColumnTypeEnum,
  mockMigrationAwareAdapterFactory,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
} from '@prisma/driver-adapter-utils'
import { openSchemaEngine } from '../lib/db/schema-engine'
import { DATABASES, schemaFor, type Database } from './schema'

/**
 * PostgreSQL for an engine that only compares two datamodels. The engine greets a server when it is made and
 * wants to hear its version; nothing else is ever asked of it.
 */
function neverConnected(): SqlMigrationAwareDriverAdapterFactory {
  const { Boolean, Int32, Text } = ColumnTypeEnum
  const connect = async (): Promise<SqlDriverAdapter> => ({
    ...(await mockMigrationAwareAdapterFactory('postgres').connect()),
    queryRaw: async () => ({
      columnNames: ['exists', 'version', 'numeric_version'],
      columnTypes: [Boolean, Text, Int32],
      rows: [[true, 'PostgreSQL 15', 150000]],
    }),
    dispose: async () => undefined,
  })
  return { ...mockMigrationAwareAdapterFactory('postgres'), connect, connectToShadowDb: connect }
}

const FACTORIES: Record<Database, () => SqlMigrationAwareDriverAdapterFactory> = {
  sqlite: () => new PrismaBetterSqlite3({ url: ':memory:' }),
  postgresql: neverConnected,
}

const folder = resolve(import.meta.dirname, 'migrations')
const lastSchema = join(folder, 'schema.prisma')

async function difference(database: Database, before: string | null, after: string): Promise<string> {
  const engine = await openSchemaEngine(schemaFor(database, after), FACTORIES[database]())
  const model = (source: string) => ({
    tag: 'schemaDatamodel' as const,
    files: [{ path: 'schema.prisma', content: schemaFor(database, source) }],
  })
  const { stdout } = await engine.diff({
    from: before === null ? { tag: 'empty' } : model(before),
    to: model(after),
    script: true,
    exitCode: null,
    filters: { externalTables: [], externalEnums: [] },
  })
  return stdout ?? ''
}

const name = process.argv[2]
if (!name || !/^[a-z][a-z0-9_]{2,60}$/.test(name)) {
  console.error('Name the migration in lower case with underscores: npm run migration -- add_drafts')
  process.exit(2)
}
const before = existsSync(lastSchema) ? readFileSync(lastSchema, 'utf8') : null
const after = readFileSync(resolve(import.meta.dirname, 'schema.prisma'), 'utf8')
if (before === after) {
  console.error('prisma/schema.prisma has not changed since the last migration.')
  process.exit(1)
}
const stamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14)
for (const database of DATABASES) {
  const script = await difference(database, before, after)
  const target = join(folder, database, `${stamp}_${name}`)
  mkdirSync(target, { recursive: true })
  writeFileSync(join(target, 'migration.sql'), script)
  writeFileSync(join(folder, database, 'migration_lock.toml'), `provider = "${database}"\n`)
  console.log(`${database}: ${script.split('\n').length} lines in ${target}`)
}
writeFileSync(lastSchema, after)
process.exit(0)
