import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { apiClient } from '@/tests/support/api'
import { pourInto, sayHttp } from '@/tests/support/raw-http'
import { startServer, type TestServer } from '@/tests/support/server'
import { invite, setUp, type Writer } from '@/tests/e2e/screen-data'

const PASSWORD = 'a lamp in the harbour window'
const MIB = 1024 * 1024
/** RELIABILITY P5. */
const GROWTH = 64 * MIB

let server: TestServer
let mara: Writer & { workshopId: string }
/** Somebody with an account, a workshop and a manuscript of his own, and nothing of Mara's. */
let jonas: Writer
let chapterId: string
let manuscriptId: string
let invitationId: string
let jonasWorkshopId: string
let jonasManuscriptId: string

beforeAll(async () => {
  server = await startServer({ production: process.env.TEST_SERVER !== 'dev' })
  mara = await setUp(server.url, await server.setupLink())
  manuscriptId = await mara.api.made(`/api/v1/workshops/${mara.workshopId}/manuscripts`, {
    title: 'The Last Ferry',
  })
  chapterId = await mara.api.made(`/api/v1/manuscripts/${manuscriptId}/chapters`, {
    ...{ title: 'The Timetable', markdown: 'The ferry stopped running in October.' },
  })
  invitationId = await mara.api.made(`/api/v1/workshops/${mara.workshopId}/invitations`, { role: 'member' })
  const away = await mara.api.made('/api/v1/workshops', { name: 'A Room by the Sea' })
  jonas = await invite(server.url, mara, away, 'Jonas Weld')
  jonasWorkshopId = await jonas.api.made('/api/v1/workshops', { name: 'The Other Shore' })
  jonasManuscriptId = await jonas.api.made(`/api/v1/workshops/${jonasWorkshopId}/manuscripts`, {
    title: 'Low Water',
  })
}, 120_000)

afterAll(() => server?.stop())

const host = () => `Host: 127.0.0.1:${server.port}`
const upgrade = ['Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13']
const key = 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=='
const ours = () => [`Origin: ${server.url}`, `Cookie: ${mara.cookie}`]

/** The status of a handshake with these headers on top of what every WebSocket client sends. */
async function shake(path: string, headers: readonly string[]): Promise<number> {
  return (await sayHttp(server.port, [`GET ${path} HTTP/1.1`, host(), ...upgrade, key, ...headers])).status
}

/** The server's memory in bytes, as the system counts it. */
function memory(): number {
  const [, kibibytes] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${server.pid}/status`, 'utf8')) ?? []
  return Number(kibibytes) * 1024
}

async function isWell(): Promise<boolean> {
  return (await fetch(`${server.url}/api/health`)).status === 200
}

describe('a handshake', () => {
  it('from our own pages with a login opens the chapter', async () => {
    expect(await shake(`/sync/${chapterId}`, ours())).toBe(101)
  })

  it.each([
    ['no origin', []],
    ['no origin that it would name', ['Origin: null']],
    ['another site', ['Origin: https://evil.example']],
    ['another port', ['Origin: http://127.0.0.1:1']],
    ['another scheme', ['Origin: https://127.0.0.1']],
    ['a site whose name begins with ours', ['Origin: http://127.0.0.1.evil.example']],
  ])('with a valid login from %s is nobody’s', async (_, origin) => {
    expect(await shake(`/sync/${chapterId}`, [...origin, `Cookie: ${mara.cookie}`])).toBe(401)
  })

  it.each([
    ...['/sync/../api/health', '/sync', '/sync/', '//sync/ID', '/sync/ID/', '/sync/ID/../../api/v1/me'],
    ...['/sync/%49%44', '/sync/ID%2f..', '/sync/ID%00', '/SYNC/ID', '/api/v1/me', '/', '/_next/webpack-hmr'],
    ...['http://127.0.0.1/sync/ID', 'http://evil.example/sync/ID', '/sync/__proto__', '/sync/constructor'],
  ])('to %s finds nothing', async (path) => {
    expect(await shake(path.replace('ID', chapterId), ours())).toBe(404)
  })

  it.each([
    ['no key', []],
    ['a short key', ['Sec-WebSocket-Key: x']],
    ['two keys', [key, key]],
    ['another version', [key, 'Sec-WebSocket-Version: 8']],
    ['a protocol named twice', [key, 'Sec-WebSocket-Protocol: a, a']],
    ['a broken list of protocols', [key, `Sec-WebSocket-Protocol: ${'a,'.repeat(3_000)}`]],
  ])('with %s is refused with 400', async (_, more) => {
    const lines = [`GET /sync/${chapterId} HTTP/1.1`, host(), ...upgrade, ...ours(), ...more]
    expect((await sayHttp(server.port, lines)).status).toBe(400)
  })

  it('with more headers than anybody sends is refused with 431', async () => {
    const many = Array.from({ length: 3_000 }, (_, at) => `X-Header-${at}: 1`)
    expect(await shake(`/sync/${chapterId}`, many)).toBe(431)
    expect(await shake(`/sync/${chapterId}`, [`X-Header: ${'a'.repeat(20_000)}`])).toBe(431)
  })

  it.each([
    ['not signed', 'eyJhbGciOiJub25lIn0.eyJsb2dpbiI6IngifQ.'],
    ['no token at all', '%E0%A4%A'],
    ['empty', ''],
  ])('with a login cookie that is %s is nobody’s', async (_, cookie) => {
    for (const name of ['scriptorium.login', 'scriptorium.login.0', '__Host-scriptorium.login'])
      expect(await shake(`/sync/${chapterId}`, [`Origin: ${server.url}`, `Cookie: ${name}=${cookie}`])).toBe(
        401,
      )
  })

  it('tells nobody whether a chapter exists that is not his', async () => {
    const asJonas = (path: string) =>
      sayHttp(server.port, [
        ...[`GET ${path} HTTP/1.1`, host(), ...upgrade, key],
        ...[`Origin: ${server.url}`, `Cookie: ${jonas.cookie}`],
      ])
    const [theirs, nobodys] = [await asJonas(`/sync/${chapterId}`), await asJonas('/sync/nowhere')]
    expect(theirs.status).toBe(404)
    expect(theirs).toEqual(nobodys)
  })
})

/** Signs in through NextAuth as a browser does; `cookie` is what the browser had before. */
async function signIn(typed: { email: string; password: string; callbackUrl?: string }, cookie = '') {
  const csrf = await fetch(`${server.url}/api/auth/csrf`, { headers: { cookie } })
  const { csrfToken } = (await csrf.json()) as { csrfToken: string }
  const cookies = csrf.headers.getSetCookie().map((one) => one.split(';')[0])
  const response = await fetch(`${server.url}/api/auth/callback/credentials`, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie: [cookie, ...cookies].filter(Boolean).join('; '), origin: server.url },
    body: new URLSearchParams({ ...typed, csrfToken, json: 'true' }),
  })
  const login = response.headers
    .getSetCookie()
    .map((one) => one.split(';')[0] ?? '')
    .find((one) => one.startsWith('scriptorium.login='))
  return { status: response.status, body: await response.text(), login: login ?? null }
}

const meWith = async (cookie: string) =>
  (await fetch(`${server.url}/api/v1/me`, { headers: { cookie } })).status

describe('signing in', () => {
  it('cannot be done to somebody by another site', async () => {
    const form = (body: Record<string, string>, headers: Record<string, string>) =>
      fetch(`${server.url}/api/auth/callback/credentials`, {
        ...{ method: 'POST', redirect: 'manual', headers, body: new URLSearchParams(body) },
      })
    const typed = { email: jonas.email, password: PASSWORD }
    const foreign = await form(typed, { origin: 'https://evil.example' })
    expect([foreign.status, foreign.headers.getSetCookie()]).toEqual([403, []])
    const unasked = await form(typed, { origin: server.url })
    expect(unasked.headers.getSetCookie().join()).not.toContain('scriptorium.login=')
    const forged = await form({ ...typed, csrfToken: 'x' }, { cookie: 'scriptorium.csrf=x%7Cx' })
    expect(forged.headers.getSetCookie().join()).not.toContain('scriptorium.login=')
  })

  it('takes a new cookie for the one that was planted, and ends the old one', async () => {
    const typed = { email: jonas.email, password: PASSWORD }
    const first = await signIn(typed)
    expect(await meWith(first.login ?? '')).toBe(200)
    const second = await signIn(typed, first.login ?? '')
    expect(second.login).not.toBe(first.login)
    expect(await meWith(second.login ?? '')).toBe(200)
    expect(await meWith(first.login ?? '')).toBe(401)
  })

  it.each([
    ...['https://evil.example', '//evil.example', '/\\evil.example', 'javascript:alert(1)'],
    ...['http://127.0.0.1.evil.example', '/\t/evil.example'],
  ])('leads nowhere else when it is asked to go to %j', async (callbackUrl) => {
    const { status, body } = await signIn({ email: jonas.email, password: PASSWORD, callbackUrl })
    expect(status).toBe(200)
    expect(new URL((JSON.parse(body) as { url: string }).url).origin).toBe(server.url)
    const asked = await fetch(`${server.url}/api/auth/signin?${new URLSearchParams({ callbackUrl })}`, {
      redirect: 'manual',
    })
    expect(new URL(asked.headers.get('location') ?? '', server.url).origin).toBe(server.url)
  })

  it('answers alike for a wrong password and for an address nobody has', async () => {
    const known = await signIn({ email: jonas.email, password: 'not the lamp at all' })
    const unknown = await signIn({ email: 'nobody@island.example', password: 'not the lamp at all' })
    expect(known).toEqual(unknown)
    expect(known.login).toBeNull()
  })

  it('is closed to an account after ten wrong passwords, right ones too, and open to others', async () => {
    const kit = await invite(server.url, mara, mara.workshopId, 'Kit Halvorsen')
    for (let time = 1; time <= 10; time++) {
      const { body } = await signIn({ email: kit.email, password: `guess number ${time}` })
      expect(body).toContain('CredentialsSignin')
    }
    const right = await signIn({ email: kit.email, password: PASSWORD })
    expect([right.login, right.body]).toEqual([null, expect.stringContaining('too_many')])
    expect((await signIn({ email: jonas.email, password: PASSWORD })).login).not.toBeNull()
  })
})

describe('a request under another name', () => {
  const poison: Record<string, string>[] = [
    { host: 'evil.example' },
    { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https' },
    { forwarded: 'host=evil.example;proto=https' },
  ]

  it.each(poison)('makes invitations with our address: %j', async (headers) => {
    const made = await mara.api.call(
      'POST',
      `/api/v1/workshops/${mara.workshopId}/invitations`,
      { json: { role: 'member' } },
      headers,
    )
    expect(made.status).toBe(201)
    expect(new URL(String(made.json?.url)).origin).toBe(server.url)
  })

  it.each(poison)('is sent nowhere else: %j', async (headers) => {
    for (const path of ['/', '/settings', '/api/auth/signin', '/api/auth/signout', '/sign-in/', '/a//b']) {
      const named = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
      const lines = [`GET ${path} HTTP/1.1`, ...('host' in headers ? [] : [host()]), ...named]
      const { head } = await sayHttp(server.port, [...lines, 'Connection: close'])
      const location = /^location: (.*)$/im.exec(head)?.[1] ?? '/'
      expect(new URL(location, server.url).origin, path).toBe(server.url)
    }
  })
})

describe('what belongs to somebody else', () => {
  it.each<[string, () => string, number]>([
    ['GET', () => `/api/v1/workshops/${jonasWorkshopId}/invitations/${invitationId}`, 405],
    ['DELETE', () => `/api/v1/workshops/${jonasWorkshopId}/invitations/${invitationId}`, 404],
    ['DELETE', () => `/api/v1/workshops/${mara.workshopId}/invitations/${invitationId}`, 404],
    ['DELETE', () => `/api/v1/workshops/${jonasWorkshopId}/members/${mara.userId}`, 404],
    ['DELETE', () => `/api/v1/manuscripts/${jonasManuscriptId}/collaborators/${mara.userId}`, 404],
    ['GET', () => `/api/v1/chapters/${chapterId}`, 404],
    ['GET', () => `/api/v1/chapters/${manuscriptId}`, 404],
    ['GET', () => `/api/v1/manuscripts/${chapterId}`, 404],
    ['GET', () => `/api/v1/workshops/${jonasManuscriptId}`, 404],
  ])('is not reached through what is one’s own: %s %#', async (method, path, status) => {
    expect((await jonas.api.call(method, path())).status).toBe(status)
  })

  it('is not taken into a manuscript by its id alone', async () => {
    const path = `/api/v1/manuscripts/${jonasManuscriptId}/collaborators/${mara.userId}`
    expect((await jonas.api.call('PUT', path, { json: { role: 'author' } })).status).toBe(400)
  })

  it('stays: tokens and login sessions of others are not found, and work on', async () => {
    const grants = await mara.api.done('GET', '/api/v1/me/grants')
    const ids = ['logins', 'tokens'].flatMap((kind) =>
      (grants[kind] as { id: string }[]).map(({ id }) => `/api/v1/me/${kind}/${id}`),
    )
    expect(ids.length).toBeGreaterThan(1)
    for (const path of ids) expect((await jonas.api.call('DELETE', path)).status, path).toBe(404)
    expect(await meWith(mara.cookie)).toBe(200)
    expect((await mara.api.call('GET', '/api/v1/me')).status).toBe(200)
    const { invitations } = await mara.api.done('GET', `/api/v1/workshops/${mara.workshopId}/invitations`)
    expect((invitations as { id: string }[]).map(({ id }) => id)).toContain(invitationId)
  })

  it.each(['{"name":"Ours","__proto__":{"isAdmin":true}}', '{"name":"Ours","constructor":{"prototype":{}}}'])(
    'is not had by a body that reaches for it: %s',
    async (text) => {
      const bytes = new TextEncoder().encode(text)
      const answer = await jonas.api.call(
        'POST',
        '/api/v1/workshops',
        { bytes },
        { 'content-type': 'application/json' },
      )
      expect(answer.status).toBe(400)
      expect((await jonas.api.done('GET', '/api/v1/me')).isAdmin).toBe(false)
    },
  )
})

describe('a body without an end', () => {
  it.each<[string, () => string, Record<string, string>]>([
    ['JSON', () => '/api/v1/workshops', { 'content-type': 'application/json' }],
    [
      'a file',
      () => `/api/v1/manuscripts/${manuscriptId}/import`,
      { 'content-type': 'multipart/form-data; boundary=x' },
    ],
    ['an update', () => `/api/v1/chapters/${chapterId}/updates`, {}],
    ['a sign-in', () => '/api/auth/callback/credentials', {}],
    ['a set-up', () => '/api/v1/setup', {}],
  ])('sent as %s is cut off with 413, and costs no memory', async (_, path, headers) => {
    const authorization = `Bearer ${await tokenOf(mara)}`
    const before = memory()
    const poured = await pourInto(server.url + path(), { authorization, ...headers }, 50)
    expect([poured.status, JSON.parse(poured.body)]).toMatchObject([413, { code: 'too_large' }])
    expect(poured.sent).toBeLessThan(30)
    expect(memory() - before).toBeLessThan(GROWTH)
    expect(await isWell()).toBe(true)
  })

  it('sent to a page or to nowhere costs no memory', async () => {
    const before = memory()
    for (const path of ['/', '/sign-in', '/nowhere', '/_next/static/x.js', '/icon.svg'])
      for (const type of ['text/plain', 'multipart/form-data; boundary=x'])
        expect((await pourInto(server.url + path, { 'content-type': type }, 50)).sent).toBeLessThan(30)
    expect(memory() - before).toBeLessThan(GROWTH)
    expect(await isWell()).toBe(true)
  })
})

async function tokenOf(writer: Writer): Promise<string> {
  const made = await apiClient(server.url, null).call(
    'POST',
    '/api/v1/me/tokens',
    { json: { label: 'Attack' } },
    { cookie: writer.cookie, origin: server.url },
  )
  return String(made.json?.token)
}

describe('a file that is a trap', () => {
  it.each([
    ['a million paragraphs', 'a.txt', 'a\n\n'.repeat(1_000_000), 413],
    ['a hundred thousand chapters', 'a.md', '# a\n'.repeat(100_000), 413],
    ['an archive', 'a.docx', 'PK\x03\x04'.padEnd(100_000, '\x00'), 415],
    ['an archive under another name', 'a.txt', 'PK\x03\x04'.padEnd(100_000, '\x00'), 415],
    ['nothing but zeros', 'a.txt', '\x00'.repeat(1_000_000), 415],
    ['quotes within quotes', 'a.md', `${'> '.repeat(100_000)}deep`, 201],
    ['emphasis within emphasis', 'a.md', `${'**'.repeat(100_000)}deep`, 201],
    ['a name that climbs', '../../../../etc/passwd.md', 'The ferry stopped.', 201],
  ])('such as %s is refused or read, and the server is well', async (_, name, text, status) => {
    const file = { name, bytes: new TextEncoder().encode(text) }
    const answer = await jonas.api.call('POST', `/api/v1/manuscripts/${jonasManuscriptId}/import`, { file })
    expect(answer.status, JSON.stringify(answer.json)).toBe(status)
    expect(JSON.stringify(answer.json)).not.toContain('..')
    expect(await isWell()).toBe(true)
  })
})

describe('what Next keeps for itself', () => {
  const ask = async (...lines: string[]) => {
    const [first = '', ...headers] = lines
    return sayHttp(server.port, [`${first} HTTP/1.1`, host(), ...headers, 'Connection: close'])
  }

  it.each([
    ...['x-middleware-subrequest: middleware:middleware:middleware:middleware:middleware'],
    ...['x-middleware-subrequest: src/middleware', 'x-matched-path: /sign-in', 'x-invoke-path: /sign-in'],
    ...['x-middleware-rewrite: http://evil.example/', 'x-nextjs-data: 1', 'next-resume: 1', 'RSC: 1'],
    ...['x-prerender-revalidate: x', 'x-scriptorium-address: 10.0.0.1', 'x-now-route-matches: 1=x'],
  ])('opens no page to a visitor by the header %s', async (header) => {
    const { status, head } = await ask('GET /settings', header)
    expect(status).toBe(307)
    expect(head).toMatch(/^location: (?:\/sign-in\?next=%2Fsettings|\/settings\?_rsc\S*)$/im)
  })

  it.each([
    ...[
      'GET /_next/image?url=http%3A%2F%2F127.0.0.1%3A1%2F&w=64&q=75',
      'GET /_next/image?url=%2Ficon.svg&w=64&q=75',
    ],
    ...['DELETE /_next/static/chunks/x.js', 'PUT /_next/static/chunks/x.js', 'GET /_next/data/x/index.json'],
    ...['GET /_next/static/..%2f..%2f..%2fpackage.json', 'GET /../../package.json', 'GET /.next/BUILD_ID'],
    ...['GET /__nextjs_original-stack-frame?x', 'GET /server/main.ts', 'GET /data/scriptorium.sqlite'],
  ])('answers %s with 404', async (call) => {
    expect((await ask(call)).status).toBe(404)
  })

  it.each(['GET /chapters/%ff', 'GET /api/v1/chapters/%zz', 'GET /%c0%ae%c0%ae/', 'GET //evil.example/'])(
    'is not reached by %s',
    async (call) => {
      expect((await ask(call)).status).toBe(400)
    },
  )

  it('runs no server action, with or without its header', async () => {
    const action = { 'next-action': 'a'.repeat(42), 'content-type': 'text/plain;charset=UTF-8' }
    const form = { 'content-type': 'multipart/form-data; boundary=x' }
    for (const [headers, body] of [[action, '[]'] as const, [form, '--x--\r\n'] as const]) {
      const answer = await fetch(`${server.url}/sign-in`, { method: 'POST', headers, body })
      expect(answer.status).toBeLessThan(500)
      expect(answer.headers.getSetCookie()).toEqual([])
    }
    expect(server.output()).not.toContain('a'.repeat(42))
  })

  it('answers calls of the API that do not exist as every other error', async () => {
    for (const path of ['/api/v1/nope', '/api/v1', '/api/v1/chapters/a/b/c', '/api/v1/nope/%2e%2e'])
      for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']) {
        const answer = await jonas.api.call(method, path)
        expect([answer.status, answer.json?.code], `${method} ${path}`).toEqual([404, 'not_found'])
        expect(answer.headers.get('content-type')).toBe('application/problem+json')
      }
  })
})
