import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import {
  bindMigrationAwareSqlAdapterFactory,
  type SqlMigrationAwareDriverAdapterFactory,
} from '@prisma/driver-adapter-utils'
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg'

export type SchemaEngine = bindings.SchemaEngine

let instantiated = false

function instantiate(): void {
  if (instantiated) return
  const wasm = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg')
  const module = new WebAssembly.Module(readFileSync(wasm.replace(/\.js$/, '.wasm')))
  const imports = { './schema_engine_bg.js': bindings as unknown as WebAssembly.ModuleImports }
  const instance = new WebAssembly.Instance(module, imports)
  bindings.__wbg_set_wasm(instance.exports)
  ;(instance.exports['__wbindgen_start'] as () => void)()
  instantiated = true
}

/**
 * Prisma's own schema engine as WebAssembly: it applies migrations and writes new ones without the binary that
 * the Prisma CLI would download. Loads about 4 MB once, so callers import this file only when they need it.
 * @param datamodel the schema of the database behind `factory`
 * @throws what the database answers when it cannot be reached
 */
export async function openSchemaEngine(
  datamodel: string,
  factory: SqlMigrationAwareDriverAdapterFactory,
): Promise<SchemaEngine> {
  instantiate()
  return bindings.SchemaEngine.new(
    { datamodels: [['schema.prisma', datamodel]] },
    () => undefined,
    bindMigrationAwareSqlAdapterFactory(factory),
  )
}
