/**
 * Generates both Prisma clients from the one source of models, `prisma/schema.prisma`.
 *
 * `prisma generate` never runs the schema engine, but looks for its binary and would download it; naming any
 * existing executable keeps it offline (seen with 7.10 on a closed network).
 */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { DATABASES, schemaFor } from './schema'

const root = resolve(import.meta.dirname, '..')
const source = readFileSync(join(root, 'prisma/schema.prisma'), 'utf8')
mkdirSync(join(root, '.scriptorium'), { recursive: true })

for (const database of DATABASES) {
  const folder = mkdtempSync(join(root, '.scriptorium', 'generate-'))
  const output = join(root, 'lib/db/generated', database)
  try {
    const schemaFile = join(folder, 'schema.prisma')
    writeFileSync(schemaFile, schemaFor(database, source, output))
    rmSync(output, { recursive: true, force: true })
    execFileSync(
      process.execPath,
      [join(root, 'node_modules/prisma/build/index.js'), 'generate', '--schema', schemaFile, '--no-hints'],
      {
        cwd: root,
        stdio: ['ignore', 'ignore', 'inherit'],
        env: {
          ...process.env,
          PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
          PRISMA_HIDE_UPDATE_MESSAGE: '1',
        },
      },
    )
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
