import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'

const APP = join(import.meta.dirname, '../../app')

/** NextAuth's own routes: the library decides there, and `lib/accounts` tests what it is configured to do. */
const NEXT_AUTH = '/api/auth/'

/** What answers calls that do not exist; `tests/faults/attacks.test.ts` tries some. */
const NOWHERE = '/api/v1/[[...path]]'

function routeFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /^route\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
}

function methodsIn(source: string): string[] {
  const named = source.matchAll(
    /^export (?:const|async function|function) (GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)\b/gm,
  )
  const renamed = source.matchAll(/\bas (GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)\b/g)
  return [...named, ...renamed].map(([, method]) => method ?? '')
}

/** Every call of the HTTP API that stands on disk, as `GET /api/v1/chapters/{id}`, except NextAuth's and nobody's. */
export const ROUTES: readonly string[] = routeFiles(APP)
  .flatMap((file) => {
    const path = `/${relative(APP, file)}`
      .replace(/\/route\.tsx?$/, '')
      .replace(/\/\([^)]+\)/g, '')
      .replace(/\[(\w+)\]/g, '{$1}')
    const methods = methodsIn(readFileSync(file, 'utf8'))
    if (methods.length === 0) throw new Error(`${path} is a route without methods`)
    return methods.map((method) => `${method} ${path}`)
  })
  .filter((call) => !call.includes(` ${NEXT_AUTH}`) && !call.endsWith(` ${NOWHERE}`))
