import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, describe, expect, it } from 'vitest'

const ROOT = resolve(import.meta.dirname, '../..')
const folders: string[] = []

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

const { findBreaches } = (await import(pathToFileURL(join(ROOT, 'scripts/boundaries.mjs')).href)) as {
  findBreaches: (root: string) => string[]
}

/** A small tree that keeps every rule, with `planted` on top. */
function tree(planted: Record<string, string>): string {
  const root = mkdtempSync(join(tmpdir(), 'scriptorium-boundaries-'))
  folders.push(root)
  for (const [path, source] of Object.entries({ ...HONEST, ...planted })) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), source)
  }
  return root
}

const breachesWith = (planted: Record<string, string>) => findBreaches(tree(planted))

const HONEST = {
  'server/main.ts': `import { rooms } from '@/lib/sync/rooms'\nimport { log } from '@/lib/sync/prisma-log'\nrooms(log)`,
  'app/page.tsx': [
    `import { Page } from '@/components/page'`,
    `import { openThread } from '@/lib/critique/threads'`,
    `export default () => openThread(Page)`,
  ].join('\n'),
  'components/page.tsx': [
    `import Link from 'next/link'`,
    `import type { Thread } from '@/lib/critique/contract'`,
    `import { locate } from '@/lib/text/locate'`,
    `export const Page = (thread: Thread) => <Link href="/">{locate(thread)}</Link>`,
  ].join('\n'),
  'lib/text/locate.ts': `export const locate = String`,
  'lib/critique/contract.ts': `export interface Thread { id: string }`,
  'lib/critique/threads.ts': `import { database } from '@/lib/db/client'\nexport const openThread = database`,
  'lib/critique/threads.test.ts': `import { database } from '@/lib/db/client'\nimport '@/server/main'\ndatabase()`,
  'lib/db/client.ts': `import { PrismaClient } from '@prisma/client'\nexport const database = PrismaClient`,
  'lib/errors.ts': `export class AppError extends Error {}`,
  'lib/sync/rooms.ts': `import { AppError } from '../errors'\nexport const rooms = (log: unknown) => new AppError(String(log))`,
  'lib/sync/prisma-log.ts': `import { database } from '@/lib/db/client'\nexport const log = () => database.$queryRaw\`SELECT 1\``,
}

const PLANTED: [what: string, path: string, source: string][] = [
  ['lib that imports a page', 'lib/critique/threads.ts', `import '@/app/page'`],
  ['lib that imports a component', 'lib/critique/threads.ts', `import { Page } from '@/components/page'`],
  ['lib that imports the server', 'lib/critique/threads.ts', `export * from '../../server/main'`],
  ['lib that imports Next', 'lib/critique/threads.ts', `import { cookies } from 'next/headers'`],
  ['a page that imports the database', 'app/page.tsx', `import { database } from '@/lib/db/client'`],
  ['a page that imports it later', 'app/page.tsx', `export const later = () => import('@/lib/db/client')`],
  ['a page that imports only its type', 'app/page.tsx', `type D = typeof import('@/lib/db/client').database`],
  ['a page that imports Yjs', 'app/page.tsx', `import * as Y from 'yjs'`],
  ['a page that imports the server', 'app/page.tsx', `import '@/server/main'`],
  ['a component that imports an operation', 'components/page.tsx', `import '@/lib/critique/threads'`],
  [
    'a component that imports a contract as a value',
    'components/page.tsx',
    `import { Thread } from '@/lib/critique/contract'`,
  ],
  [
    'a component that imports the database',
    'components/page.tsx',
    `import type { database } from '@/lib/db/client'`,
  ],
  ['a component that imports a page', 'components/page.tsx', `import Page from '../app/page'`],
  ['a component that imports Node', 'components/page.tsx', `import { readFileSync } from 'node:fs'`],
  ['a pure folder that imports another', 'lib/text/locate.ts', `import { AppError } from '@/lib/errors'`],
  ['sync that knows a feature', 'lib/sync/rooms.ts', `import { openThread } from '@/lib/critique/threads'`],
  ['sync that imports the database', 'lib/sync/rooms.ts', `import { database } from '../db/client'`],
  [
    'the database that knows a feature',
    'lib/db/client.ts',
    `import type { Thread } from '@/lib/critique/contract'`,
  ],
  ['the server that imports a page', 'server/main.ts', `import '@/app/page'`],
  ['Prisma in a feature', 'lib/critique/threads.ts', `import { Prisma } from '@prisma/client'`],
  ['server-only outside app/_server', 'app/page.tsx', `import 'server-only'`],
  [
    'raw SQL in a feature',
    'lib/critique/threads.ts',
    `export const all = (db: Db) => db.$queryRawUnsafe('SELECT 1')`,
  ],
  ['product code that imports a test', 'lib/critique/threads.ts', `import './threads.test'`],
]

describe('the arrows between the parts of the code', () => {
  it('finds nothing in the real tree', () => {
    expect(findBreaches(ROOT)).toEqual([])
  })

  it('ends the command with a failure when there is a breach', () => {
    const root = tree({ 'lib/critique/forgotten.ts': 'export {}' })
    const { stdout, status } = spawnSync(process.execPath, ['scripts/boundaries.mjs', root], {
      cwd: ROOT,
      encoding: 'utf8',
    })
    expect(stdout).toBe('lib/critique/forgotten.ts:1 nothing imports this file\n1 breaches\n')
    expect(status).toBe(1)
  })

  it('finds nothing in a small tree that keeps every rule', () => {
    expect(breachesWith({})).toEqual([])
  })

  it.each(PLANTED)('catches %s', (_what, path, source) => {
    const honest = HONEST[path as keyof typeof HONEST]
    const breaches = breachesWith({ [path]: `${honest}\n${source}\n` })
    const line = honest.split('\n').length + 1
    expect(breaches.some((breach) => breach.startsWith(`${path}:${line} `))).toBe(true)
  })

  it('catches a circle through the alias and a relative path', () => {
    const breaches = breachesWith({
      'lib/critique/threads.ts': `import { quote } from '@/lib/critique/quote'\nexport const openThread = quote`,
      'lib/critique/quote.ts': `import { openThread } from './threads'\nexport const quote = () => openThread`,
    })
    expect(breaches).toEqual([
      'lib/critique/threads.ts:1 imports itself in a circle: ' +
        'lib/critique/threads.ts → lib/critique/quote.ts → lib/critique/threads.ts',
    ])
  })

  it('catches a file that nothing imports', () => {
    expect(breachesWith({ 'lib/critique/forgotten.ts': 'export {}' })).toEqual([
      'lib/critique/forgotten.ts:1 nothing imports this file',
    ])
  })
})
