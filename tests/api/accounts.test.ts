import { encode } from 'next-auth/jwt'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import * as invitation from '@/app/api/v1/invitations/[token]/route'
import * as accept from '@/app/api/v1/invitations/[token]/accept/route'
import * as me from '@/app/api/v1/me/route'
import * as grants from '@/app/api/v1/me/grants/route'
import * as logins from '@/app/api/v1/me/logins/route'
import * as oneLogin from '@/app/api/v1/me/logins/[id]/route'
import * as changePassword from '@/app/api/v1/me/password/route'
import * as tokens from '@/app/api/v1/me/tokens/route'
import * as oneToken from '@/app/api/v1/me/tokens/[id]/route'
import * as setup from '@/app/api/v1/setup/route'
import * as signUp from '@/app/api/v1/sign-up/route'
import * as invitations from '@/app/api/v1/workshops/[id]/invitations/route'
import type { Viewer, WorkshopGrant } from '@/lib/access/contract'
import { createInvitation } from '@/lib/accounts/invitations'
import { LOGIN_CLAIM, loginCookieName } from '@/lib/accounts/login-cookie'
import { forgetAttempts } from '@/lib/accounts/rates'
import { authSecret } from '@/lib/accounts/secret'
import { ensureSetupLink } from '@/lib/accounts/setup'
import { workshopDatabase } from '@/tests/support/database'
import { signedIn, workshopOf } from '@/tests/support/people'

vi.mock('server-only', () => ({}))

const HOME = 'http://192.168.1.20:3000'
const world = workshopDatabase({ BASE_URL: HOME, SIGN_UP: 'open' })
const password = 'the ferry left at six'

type Handler = (request: Request, context: { params: Promise<never> }) => Promise<Response>

interface Sent {
  body?: unknown
  /** The body as it goes over the wire, instead of JSON of `body`. */
  raw?: BodyInit
  params?: Record<string, string>
  as?: Viewer
  token?: string
  /** Null sends none. */
  origin?: string | null
}

async function send(handler: unknown, method: string, sent: Sent = {}): Promise<Response> {
  const headers = new Headers({ 'x-scriptorium-address': '192.0.2.7', host: new URL(HOME).host })
  const { origin = HOME } = sent
  if (origin !== null) headers.set('origin', origin)
  if (sent.token) headers.set('authorization', `Bearer ${sent.token}`)
  if (sent.as) {
    const cookie = await encode({ token: { [LOGIN_CLAIM]: sent.as.login.id }, secret: authSecret() })
    headers.set('cookie', `theme=night; ${loginCookieName()}=${cookie}`)
  }
  const body = sent.raw ?? (sent.body === undefined ? undefined : JSON.stringify(sent.body))
  const request = new Request(`${HOME}/api/v1/somewhere`, { method, headers, body })
  return (handler as Handler)(request, { params: Promise.resolve((sent.params ?? {}) as never) })
}

let mara: Viewer
let hosting: WorkshopGrant<'own'>

beforeEach(async () => {
  forgetAttempts()
  await world.db.workshop.deleteMany()
  await world.db.user.deleteMany()
  mara = await signedIn('Mara Voss', { isAdmin: true })
  hosting = await workshopOf(mara)
})

describe('an answer of the API', () => {
  it('is never stored, and shows me to myself by cookie and by token', async () => {
    const byCookie = await send(me.GET, 'GET', { as: mara, origin: null })
    expect(byCookie.status).toBe(200)
    expect(byCookie.headers.get('cache-control')).toBe('private, no-store')
    const made = await send(tokens.POST, 'POST', { as: mara, body: { label: 'Script' } })
    expect(made.status).toBe(201)
    const { id, token } = (await made.json()) as { id: string; token: string }
    const byToken = await send(me.GET, 'GET', { token, origin: null })
    expect(await byToken.json()).toMatchObject({ id: mara.userId, login: { kind: 'token', id } })
  })

  it('that refuses is problem+json with a code and a sentence', async () => {
    const refused = await send(me.GET, 'GET')
    expect(refused.status).toBe(401)
    expect(refused.headers.get('content-type')).toBe('application/problem+json')
    const problem = (await refused.json()) as Record<string, unknown>
    expect(problem).toMatchObject({ code: 'unauthenticated', status: 401 })
    expect(Object.keys(problem).sort()).toEqual(['code', 'detail', 'status', 'title'])
  })

  it('names the field that is not right', async () => {
    const refused = await send(me.PATCH, 'PATCH', { as: mara, body: { preferences: { textSize: 99 } } })
    expect(refused.status).toBe(400)
    expect(((await refused.json()) as { detail: string }).detail).toMatch(/^preferences\.textSize: /)
  })

  it('tells nothing of an error that nobody expected', async () => {
    const spy = vi.spyOn(world.db.user, 'findUniqueOrThrow').mockRejectedValue(new Error('the secret line'))
    const failed = await send(me.GET, 'GET', { as: mara })
    spy.mockRestore()
    expect(failed.status).toBe(500)
    expect(await failed.text()).not.toContain('secret')
  })
})

describe('a write from another site', () => {
  const rename = { body: { name: 'Somebody Else' } }

  it.each([
    ['https://evil.example'],
    ['null'],
    [null],
    ['http://192.168.1.20:3001'],
    ['https://192.168.1.20:3000'],
  ])('with the origin %s and the login cookie changes nothing', async (origin) => {
    const refused = await send(me.PATCH, 'PATCH', { ...rename, as: mara, origin })
    expect(refused.status).toBe(403)
    expect(await world.db.user.findUnique({ where: { id: mara.userId } })).toMatchObject({
      name: 'Mara Voss',
    })
  })

  it('is a script’s business when it carries a token', async () => {
    const made = await send(tokens.POST, 'POST', { as: mara, body: { label: 'Script' } })
    const { token } = (await made.json()) as { token: string }
    const done = await send(me.PATCH, 'PATCH', { body: { name: 'Mara V.' }, token, origin: null })
    expect(await done.json()).toMatchObject({ name: 'Mara V.' })
  })
})

describe('a body', () => {
  it.each([
    ['broken JSON', '{"name":'],
    ['no UTF-8', new Uint8Array([0x7b, 0xff, 0xfe, 0x7d])],
    ['an array', '[]'],
    ['null', 'null'],
    ['a number', '1e999'],
    ['a deep nest', `${'['.repeat(20_000)}${']'.repeat(20_000)}`],
  ])('of %s is refused', async (_what, raw) => {
    expect((await send(me.PATCH, 'PATCH', { as: mara, raw })).status).toBe(400)
  })

  it('of more than 1 MiB is refused while it comes in, said or unsaid', async () => {
    const raw = `{"name":"${'M'.repeat(1024 * 1024)}"}`
    expect((await send(me.PATCH, 'PATCH', { as: mara, raw })).status).toBe(413)
  })

  const HOSTILE: unknown[] = [
    {},
    { $gt: '' },
    [],
    ['Mara'],
    null,
    1e308,
    -1,
    true,
    'x'.repeat(5_000),
    '\u0000',
    '\ud800',
  ]
  const FORMS: [string, unknown, string, Record<string, unknown>][] = [
    ['setup', setup.POST, 'POST', { token: 'abc', email: 'm@island.example', name: 'M', password }],
    ['sign-up', signUp.POST, 'POST', { email: 'new@island.example', name: 'New Writer', password }],
    ['name', me.PATCH, 'PATCH', { name: 'Mara V.' }],
    ['preferences', me.PATCH, 'PATCH', { preferences: { theme: 'night' } }],
    [
      'password',
      changePassword.PUT,
      'PUT',
      { currentPassword: password, newPassword: 'the ferry left at ten' },
    ],
    ['token', tokens.POST, 'POST', { label: 'Script' }],
    ['invitation', invitations.POST, 'POST', { role: 'member' }],
  ]

  /** Everything in the database that a request could have changed. */
  async function everything(): Promise<string> {
    const { user, accessToken, invitation: invited, loginSession, membership, setupLink } = world.db
    const [people, ...rest] = await Promise.all([
      user.findMany({ select: { id: true, name: true, email: true, isAdmin: true, passwordHash: true } }),
      accessToken.count(),
      invited.count(),
      loginSession.count(),
      membership.count(),
      setupLink.count(),
    ])
    return JSON.stringify([people, ...rest])
  }

  it.each(FORMS)(
    'for %s with any field replaced by something hostile ends in 4xx and changes no row',
    async (...form) => {
      const [, handler, method, good] = form
      const params = { id: hosting.workshopId }
      const before = await everything()
      let tried = 0
      for (const field of Object.keys(good))
        for (const hostile of HOSTILE) {
          if (field === 'preferences' && JSON.stringify(hostile) === '{}') continue
          forgetAttempts()
          const answer = await send(handler, method, {
            as: mara,
            params,
            body: { ...good, [field]: hostile },
          })
          expect(answer.status, `${field} = ${JSON.stringify(hostile)?.slice(0, 40)}`).toBeGreaterThanOrEqual(
            400,
          )
          expect(answer.status).toBeLessThan(500)
          tried++
        }
      expect(tried).toBeGreaterThan(9)
      expect(await everything()).toBe(before)
    },
  )

  it.each(FORMS)(
    'for %s with a field too many is refused: nobody makes himself an admin',
    async (...form) => {
      const [, handler, method, good] = form
      const before = await everything()
      for (const more of [
        { isAdmin: true },
        { id: 'mine' },
        { userId: mara.userId },
        { passwordHash: 'x' },
      ]) {
        const body = { ...good, ...more }
        const answer = await send(handler, method, { as: mara, params: { id: hosting.workshopId }, body })
        expect(answer.status).toBe(400)
      }
      expect(await everything()).toBe(before)
    },
  )
})

describe('the doors', () => {
  it('open once for the set-up link', async () => {
    await world.db.user.deleteMany()
    const token = new URL((await ensureSetupLink()) ?? 'none:').pathname.split('/').at(-1)
    const body = {
      token,
      email: 'mara@island.example',
      name: 'Mara Voss',
      password,
      workshopName: 'Tuesday Circle',
    }
    expect((await send(setup.POST, 'POST', { body })).status).toBe(201)
    expect((await send(setup.POST, 'POST', { body })).status).toBe(410)
    expect(await world.db.user.count()).toBe(1)
  })

  it('open for sign-up where the settings say so, without any rights', async () => {
    const body = { email: 'ines@island.example', name: 'Ines Rautio', password }
    expect((await send(signUp.POST, 'POST', { body })).status).toBe(201)
    expect((await send(signUp.POST, 'POST', { body })).status).toBe(409)
    expect(await world.db.user.findUnique({ where: { email: body.email } })).toMatchObject({ isAdmin: false })
  })

  it('show an invitation by GET and let in by POST', async () => {
    const made = await createInvitation(hosting, { role: 'member' })
    const params = { token: made.token }
    const look = await send(invitation.GET, 'GET', { params, origin: null })
    expect(await look.json()).toMatchObject({ workshopName: 'Tuesday Circle', state: 'open' })
    expect((await send(accept.POST, 'POST', { params })).status).toBe(401)
    const body = { email: 'ines@island.example', name: 'Ines Rautio' }
    expect((await send(accept.POST, 'POST', { params, body })).status).toBe(400)
    const joined = await send(accept.POST, 'POST', { params, body: { ...body, password } })
    expect(await joined.json()).toMatchObject({ joined: true, role: 'member' })
    expect((await send(invitation.GET, 'GET', { params: { token: 'no such' } })).status).toBe(404)
  })

  it('are shut to a flood from one address', async () => {
    const statuses: number[] = []
    for (let i = 0; i < 125; i++)
      statuses.push((await send(invitation.GET, 'GET', { params: { token: 'a'.repeat(43) } })).status)
    expect(statuses.slice(0, 120)).toEqual(Array(120).fill(404))
    expect(statuses.slice(120)).toEqual(Array(5).fill(429))
  })
})

describe('my grants', () => {
  it('stand in one place and end one by one', async () => {
    await send(tokens.POST, 'POST', { as: mara, body: { label: 'Script' } })
    await send(invitations.POST, 'POST', {
      as: mara,
      params: { id: hosting.workshopId },
      body: { role: 'member' },
    })
    const list = async () =>
      (await (await send(grants.GET, 'GET', { as: mara })).json()) as Record<string, { id: string }[]>
    const live = await list()
    expect(live).toMatchObject({
      logins: [{ current: true }],
      tokens: [{ label: 'Script' }],
      invitations: [{}],
    })
    const token = await send(oneToken.DELETE, 'DELETE', {
      as: mara,
      params: { id: live['tokens']?.[0]?.id ?? '' },
    })
    expect(token.status).toBe(204)
    expect((await list())['tokens']).toEqual([])
    const login = await send(oneLogin.DELETE, 'DELETE', { as: mara, params: { id: mara.login.id } })
    expect(login.status).toBe(204)
    expect((await send(grants.GET, 'GET', { as: mara })).status).toBe(401)
  })

  it('end together', async () => {
    const ended = await send(logins.DELETE, 'DELETE', { as: mara })
    expect(await ended.json()).toEqual({ ended: 1 })
    expect((await send(me.GET, 'GET', { as: mara })).status).toBe(401)
  })

  it('allow 600 writes a minute each', async () => {
    let last = 0
    for (let i = 0; i < 600; i++) last = (await send(me.PATCH, 'PATCH', { as: mara, body: {} })).status
    expect(last).toBe(200)
    expect((await send(me.PATCH, 'PATCH', { as: mara, body: {} })).status).toBe(429)
    expect((await send(me.GET, 'GET', { as: mara })).status).toBe(200)
  })
})
