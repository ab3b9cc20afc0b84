// Checks which part of the code imports which (docs/ARCHITECTURE.md, "Import directions"), and that no file is in
// a circle of imports or used by nobody. `node scripts/boundaries.mjs [folder]` prints each breach on a line.
import { readFileSync, readdirSync } from 'node:fs'
import { join, posix, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseSync } from 'vite'

const GROUND = ['lib/errors', 'lib/env', 'lib/ids', 'lib/clock', 'lib/log', 'lib/thread']
const SYNC = [
  'lib/access',
  'lib/events',
  'lib/prose',
  'lib/text',
  'lib/errors',
  'lib/ids',
  'lib/clock',
  'lib/log',
  'lib/thread',
]
const BROWSER = { node: false }

/**
 * @typedef {{ may: string[], types?: string[], never?: string[], node?: boolean }} Arrows
 *   `may`: what a part imports besides itself; `types`: what it imports with `import type` only, `*` standing for one
 *   folder; `never`: exceptions from `may`; `node: false`: runs in browsers, so nothing of `node:`
 */

/**
 * The arrows. The longest name that fits a file is its part.
 * @type {Record<string, Arrows>}
 */
const ARROWS = {
  app: { may: ['components', 'lib'], never: ['lib/db'] },
  components: { may: ['lib/text', 'lib/prose', 'lib/sync/client'], types: ['lib/*/contract'], ...BROWSER },
  server: { may: ['lib'] },
  prisma: { may: ['lib', 'server', 'tests/support'] },
  lib: { may: ['lib'] },
  'lib/text': { may: [], ...BROWSER },
  'lib/prose': { may: [], ...BROWSER },
  'lib/db': { may: GROUND },
  'lib/sync': { may: SYNC, types: ['lib/env'] },
  'lib/sync/prisma-log': { may: [...SYNC, 'lib/sync', 'lib/db'], types: ['lib/env'] },
  'lib/sync/client': { may: ['lib/sync', 'lib/text', 'lib/prose', 'lib/errors', 'lib/clock'], ...BROWSER },
  ...Object.fromEntries(GROUND.map((file) => [file, { may: GROUND }])),
}

/**
 * Packages that only some parts import.
 * @type {{ packages: RegExp, only?: string[], never?: string[] }[]}
 */
const PACKAGES = [
  { packages: /^next(\/|$)/, never: ['lib'] },
  { packages: /^server-only$/, only: ['app/_server'] },
  { packages: /^(@prisma\/|prisma$|better-sqlite3$|pg$)/, only: ['lib/db', 'lib/sync/prisma-log', 'prisma'] },
  { packages: /^prom-client$/, only: ['server'] },
  { packages: /^(yjs|lib0|y-protocols|y-websocket)(\/|$)/, never: ['app'] },
]

const RAW_SQL = /\$(query|execute)Raw\w*|\bPrisma\.(sql|raw)\b/
const RAW_SQL_PLACES = ['lib/db', 'lib/sync/prisma-log']

const FOLDERS = ['app', 'components', 'lib', 'server', 'prisma', 'tests', 'bench', 'scripts']
/** Files that something other than an import starts. */
const ENTRIES = /^(app|prisma|tests|bench|scripts)\/|^server\/(main|cli)\.ts$|\.test\.tsx?$/
const EXTENSIONS = ['', '.ts', '.tsx', '.mjs', '.js', '/index.ts', '/index.tsx']

/**
 * @typedef {'value' | 'type' | 'thread'} Use `thread`: a file that another thread begins with, so no circle runs through it
 * @typedef {{ request: string, target: string | null, use: Use, line: number }} Import `target`: a file, null for a package
 */
/** @typedef {{ path: string, source: string, imports: Import[] }} Module */

/**
 * Every breach below `root`, as sentences that begin with `file:line`.
 * @param {string} root
 * @returns {string[]}
 */
export function findBreaches(root) {
  const paths = FOLDERS.flatMap((folder) => sourcesIn(root, folder))
  const known = new Set(paths)
  const modules = paths
    .filter((path) => !path.includes('/generated/'))
    .map((path) => readModule(root, path, known))
  const product = modules.filter(({ path }) => !isTest(path) && !path.startsWith('scripts/'))
  return [
    ...product.flatMap((module) => module.imports.flatMap((one) => breachesOf(module.path, one))),
    ...product.flatMap(rawSql),
    ...circles(product),
    ...unused(modules),
  ].sort()
}

/**
 * @param {string} path
 * @param {Import} one
 * @returns {string[]}
 */
function breachesOf(path, { request, target, use, line }) {
  const part = partOf(path)
  const arrows = ARROWS[part]
  const say = (/** @type {string} */ sentence) => [`${path}:${line} ${sentence}`]
  if (!arrows) return []
  if (target === null) {
    if (arrows.node === false && request.startsWith('node:'))
      return say(`${part} runs in browsers and may not import ${request}`)
    const rule = PACKAGES.find(({ packages }) => packages.test(request))
    const allowed =
      !rule || (rule.only?.some((at) => within(path, at)) ?? !rule.never?.some((at) => within(path, at)))
    return allowed ? [] : say(`${part} may not import the package ${request}`)
  }
  if (isTest(target) && !arrows.may.some((at) => isTest(at) && within(target, at)))
    return say(`product code may not import the test file ${target}`)
  const other = partOf(target)
  if (other === part) return []
  const never = arrows.never?.some((at) => within(target, at))
  if (!never && arrows.may.some((at) => within(target, at) && allowsPart(at, other, arrows))) return []
  if (arrows.types?.some((at) => within(target, at)))
    return use === 'type' ? [] : say(`${part} may import only types from ${target}: write \`import type\``)
  return say(`${part} may not import ${target}`)
}

/**
 * `lib` allows all of its parts; a part such as `lib/sync` does not allow `lib/sync/client` by the way.
 * @param {string} at
 * @param {string} other
 * @param {Arrows} arrows
 */
function allowsPart(at, other, arrows) {
  return at === 'lib' || !(other in ARROWS) || other === at || arrows.may.includes(other)
}

/** @param {Module} module */
function rawSql({ path, source }) {
  if (path.startsWith('prisma/') || RAW_SQL_PLACES.some((at) => within(path, at))) return []
  const line = source.split('\n').findIndex((text) => RAW_SQL.test(text))
  return line < 0 ? [] : [`${path}:${line + 1} raw SQL stands only in lib/db and the update log`]
}

/**
 * One sentence for each circle of imports, types included.
 * @param {Module[]} modules
 */
function circles(modules) {
  const byPath = new Map(modules.map((module) => [module.path, module]))
  /** @type {Set<string>} */
  const done = new Set()
  /** @type {string[]} */
  const found = []
  const visit = (/** @type {string} */ path, /** @type {string[]} */ trail) => {
    const start = trail.indexOf(path)
    if (start >= 0) {
      found.push(`${path}:1 imports itself in a circle: ${[...trail.slice(start), path].join(' → ')}`)
      return
    }
    if (done.has(path)) return
    for (const { target, use } of byPath.get(path)?.imports ?? [])
      if (target && use !== 'thread') visit(target, [...trail, path])
    done.add(path)
  }
  for (const { path } of modules) visit(path, [])
  return found
}

/** @param {Module[]} modules */
function unused(modules) {
  const used = new Set(modules.flatMap(({ imports }) => imports.map(({ target }) => target)))
  return modules
    .filter(({ path }) => !used.has(path) && !ENTRIES.test(path))
    .map(({ path }) => `${path}:1 nothing imports this file`)
}

/**
 * @param {string} root
 * @param {string} path
 * @param {Set<string>} known
 * @returns {Module}
 */
function readModule(root, path, known) {
  const source = readFileSync(join(root, path), 'utf8')
  const { module } = parseSync(path, source)
  /** @type {Import[]} */
  const imports = []
  const add = (/** @type {string} */ request, /** @type {number} */ at, /** @type {Use} */ use) => {
    const line = source.slice(0, at).split('\n').length
    const local = request.startsWith('@/') || request.startsWith('.')
    const target = local ? resolveLocal(path, request, known) : null
    if (!local || target !== null) imports.push({ request, target, use, line })
  }
  for (const { moduleRequest, entries, start } of module.staticImports)
    add(
      moduleRequest.value,
      start,
      entries.length > 0 && entries.every(({ isType }) => isType) ? 'type' : 'value',
    )
  for (const { entries } of module.staticExports)
    for (const { moduleRequest, isType, start } of entries)
      if (moduleRequest) add(moduleRequest.value, start, isType ? 'type' : 'value')
  const dynamic = new Set(module.dynamicImports.map(({ start }) => start))
  for (const { index, 1: request = '' } of source.matchAll(/\bimport\(\s*['"]([^'"]+)['"]\s*\)/g))
    add(request, index, dynamic.has(index) ? 'value' : 'type')
  for (const { index, 1: call, 2: request = '' } of source.matchAll(
    /\b(new URL|tsImport)\(\s*['"](\.[^'"]+)['"]/g,
  ))
    add(request, index, call === 'tsImport' ? 'value' : 'thread')
  return { path, source, imports }
}

/**
 * @param {string} from
 * @param {string} request
 * @param {Set<string>} known
 */
function resolveLocal(from, request, known) {
  const base = request.startsWith('@/') ? request.slice(2) : posix.join(posix.dirname(from), request)
  return EXTENSIONS.map((extension) => base + extension).find((path) => known.has(path)) ?? null
}

/**
 * @param {string} root
 * @param {string} folder
 * @returns {string[]}
 */
function sourcesIn(root, folder) {
  try {
    return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter(
        (entry) => entry.isFile() && /\.(tsx?|mjs|js)$/.test(entry.name) && !entry.name.endsWith('.d.ts'),
      )
      .map((entry) => posix.relative(slashes(root), slashes(join(entry.parentPath, entry.name))))
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'ENOENT') return []
    throw error
  }
}

/** @param {string} path */
function slashes(path) {
  return path.replaceAll('\\', '/')
}

/** @param {string} path */
function isTest(path) {
  return /^(tests|bench)\/|\.test\.tsx?$/.test(path)
}

/**
 * The longest name in ARROWS that fits; a folder that is not there is its own first segment.
 * @param {string} path
 */
function partOf(path) {
  const fitting = Object.keys(ARROWS).filter((part) => within(path, part))
  return fitting.sort((a, b) => b.length - a.length)[0] ?? path.split('/')[0] ?? path
}

/**
 * True when `path` is the file `place` (named without its extension) or below the folder `place`.
 * @param {string} path
 * @param {string} place
 */
function within(path, place) {
  const pattern = place
    .split('/')
    .map((segment) => (segment === '*' ? '[^/]+' : segment.replaceAll('.', '\\.')))
  return new RegExp(`^${pattern.join('/')}(/|\\.[a-z.]+$)`).test(path)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const breaches = findBreaches(resolve(process.argv[2] ?? '.'))
  for (const breach of breaches) console.log(breach)
  console.log(breaches.length === 0 ? 'All imports follow the arrows.' : `${breaches.length} breaches`)
  process.exitCode = breaches.length === 0 ? 0 : 1
}
