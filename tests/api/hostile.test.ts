import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { OPERATIONS } from '@/app/_server/operations'
import { holdDatabase, type Database } from '@/lib/db/client'
import { openDatabase } from '@/lib/db/open'
import { requestOf } from './access-requests'
import type { Who } from './access-table'
import { openAccessWorld, type AccessWorld } from './access-world'

/** What no field of any body takes, whatever its type: JSON.parse makes `Infinity` of the number. */
const HOSTILE: [string, string][] = [
  ['an object', '{"constructor":{"prototype":{"isAdmin":true}}}'],
  ['an array', '[[["x"]]]'],
  ['a huge number', '1e999'],
  ['a number below nothing', '-1'],
  ['a very long string', JSON.stringify('a'.repeat(950_000))],
  ['a lone surrogate', '"\\ud800"'],
]

/** Fields that may be null, by contract. */
const nullable = (field: z.ZodType) => field.safeParse(null).success

/** Calls that anybody may try and that never read their body before they refuse; they have tests of their own. */
const CLOSED = new Set(['POST /api/v1/setup', 'POST /api/v1/sign-up'])

/** Calls that refuse a token, or a wrong password, after they have read a body that is well-formed. */
const CLOSED_TO_TOKENS = new Set(['POST /api/v1/me/tokens', 'PUT /api/v1/me/password'])

const BODIES = OPERATIONS.flatMap(({ method, path, body }) =>
  body instanceof z.ZodObject && !CLOSED.has(`${method} ${path}`)
    ? [{ call: `${method} ${path}`, body }]
    : [],
)

let world: AccessWorld
let db: Database

const TABLES = ['accessToken', 'accessChange', 'chapter', 'collaborator', 'comment', 'docUpdate'] as const
const MORE = ['invitation', 'manuscript', 'membership', 'thread', 'threadAnchor', 'user', 'workshop'] as const

const COUNTED_LATER = { words: null, wordsSeq: null, editedAt: null }

async function rows(): Promise<Record<string, string>> {
  const all: Record<string, string> = {}
  for (const table of [...TABLES, ...MORE]) {
    const found = await (db[table] as unknown as { findMany(): Promise<object[]> }).findMany()
    all[table] = JSON.stringify(
      // Words are counted, and dated, when a chapter has been quiet for a while, whoever asks for what meanwhile.
      found.map((row) => ({ ...row, lastUsedAt: null, bytes: null, ...COUNTED_LATER })),
      (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value),
    )
  }
  return all
}

beforeAll(async () => {
  world = await openAccessWorld()
  db = await openDatabase(join(world.server.dataDir, 'scriptorium.sqlite'))
  holdDatabase(db)
}, 180_000)

afterAll(async () => {
  holdDatabase(null)
  await db?.$disconnect()
  await world?.stop()
})

/** Somebody who may make the call; several people, because none may write more than 600 times in a minute. */
function callerOf(call: string): Who {
  if (/workshops\/\{id\}/.test(call)) return 'owner'
  if (call.endsWith('/join')) return 'nobody'
  if (/beta-sessions\/\{id\}\/(progress|notes|answers|predictions$|me)/.test(call)) return 'guest'
  if (/beta-sessions|rounds\/\{id\}$|\/rounds$/.test(call)) return 'coauthor'
  if (/v1\/me/.test(call)) return 'moderator'
  return /comments|pin|package/.test(call) ? 'critic' : 'author'
}

async function refused(call: string, text: string, what: string): Promise<void> {
  const { method, path } = await requestOf(world, call, '')
  const before = await rows()
  const who = callerOf(call)
  const bytes = new TextEncoder().encode(text)
  const answer = await world.api[who].call(method, path, { bytes }, { 'content-type': 'application/json' })
  const expected = CLOSED_TO_TOKENS.has(call) ? [400, 403] : [400, 422]
  expect(expected, `${what}: ${JSON.stringify(answer.json)}`).toContain(answer.status)
  expect(String(answer.json?.detail).length, what).toBeLessThan(500)
  expect(await rows(), what).toEqual(before)
}

describe('no body that breaks its contract changes anything', () => {
  it('is tried on every call that takes one', () => expect(BODIES.length).toBeGreaterThan(10))

  it.each(BODIES)(
    '$call',
    async ({ call, body }) => {
      const { sent } = await requestOf(world, call, '')
      const good = (sent && 'json' in sent ? sent.json : {}) as Record<string, unknown>
      for (const [name, field] of Object.entries(body.shape)) {
        const cases: [string, string][] = nullable(field as z.ZodType)
          ? HOSTILE
          : [...HOSTILE, ['null', 'null']]
        for (const [what, value] of cases) {
          const others = Object.entries(good).filter(([other]) => other !== name)
          const fields = others.map(([other, kept]) => `${JSON.stringify(other)}:${JSON.stringify(kept)}`)
          await refused(
            call,
            `{${[...fields, `${JSON.stringify(name)}:${value}`].join()}}`,
            `${name} is ${what}`,
          )
        }
      }
      await refused(call, JSON.stringify({ ...good, ownerId: 'me', isAdmin: true }), 'fields of nobody’s')
      for (const text of ['null', '[]', '"x"', '{', '\u0000'])
        await refused(call, text, `the body is ${text}`)
    },
    240_000,
  )
})
