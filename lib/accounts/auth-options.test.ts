import NextAuth, { type AuthOptions } from 'next-auth'
import { decode } from 'next-auth/jwt'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { env, holdEnv } from '@/lib/env'
import { workshopDatabase } from '@/tests/support/database'
import { authOptions } from './auth-options'
import { LOGIN_CLAIM, loginCookieName } from './login-cookie'
import { addPerson } from './people'
import { forgetAttempts } from './rates'
import { authSecret } from './secret'
import { viewerOf } from './viewer'

type Handler = (request: object, response: object, options: AuthOptions) => Promise<void>

/** NextAuth is CommonJS: its function is the default export, or a property of it. */
const handle = ((NextAuth as unknown as { default?: Handler }).default ?? NextAuth) as Handler

/** A browser that keeps cookies and talks to NextAuth without a network. */
class Browser {
  cookies: Record<string, string> = {}
  /** `Set-Cookie` of the last answer. */
  set: string[] = []

  async ask(
    method: string,
    path: string,
    fields: Record<string, unknown> = {},
  ): Promise<Record<string, string>> {
    let answer: unknown
    this.set = []
    const headers = {
      'user-agent': 'Firefox/140.0',
      'x-scriptorium-address': '192.0.2.7',
      cookie: this.header(),
    }
    const body = method === 'POST' ? { json: 'true', ...fields } : undefined
    const response = {
      status: () => response,
      setHeader: (name: string, value: string | string[]) => {
        if (name.toLowerCase() === 'set-cookie') this.set = [value].flat()
        return response
      },
      getHeader: (name: string) => (name.toLowerCase() === 'set-cookie' ? this.set : undefined),
      json: (view: unknown) => (answer = view),
      send: (view: unknown) => (answer = view),
      end: () => undefined,
    }
    const query = { nextauth: path.split('/') }
    await handle({ method, query, headers, body, cookies: this.cookies }, response, authOptions())
    for (const line of this.set) this.keep(line)
    return (answer ?? {}) as Record<string, string>
  }

  private header(): string {
    return Object.entries(this.cookies)
      .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
      .join('; ')
  }

  private keep(line: string): void {
    const [pair = ''] = line.split(';')
    const at = pair.indexOf('=')
    const value = decodeURIComponent(pair.slice(at + 1))
    if (value) this.cookies[pair.slice(0, at)] = value
    else delete this.cookies[pair.slice(0, at)]
  }

  async post(path: string, fields: Record<string, unknown>): Promise<string> {
    const { csrfToken } = await this.ask('GET', 'csrf')
    const { url } = await this.ask('POST', path, { ...fields, csrfToken })
    return url ?? ''
  }

  signIn(email: unknown, password: unknown): Promise<string> {
    return this.post('callback/credentials', { email, password, callbackUrl: '/' })
  }
}

const password = 'the ferry left at six'
const address = 'http://192.168.1.20:3000'

describe('signing in through NextAuth', () => {
  const world = workshopDatabase({ BASE_URL: address })
  const before = process.env['NEXTAUTH_URL']
  let browser: Browser

  beforeAll(async () => {
    process.env['NEXTAUTH_URL'] = address
    await addPerson({ email: 'mara@island.example', name: 'Mara Voss', password })
  })
  afterAll(() => {
    if (before === undefined) delete process.env['NEXTAUTH_URL']
    else process.env['NEXTAUTH_URL'] = before
  })
  beforeEach(() => {
    forgetAttempts()
    browser = new Browser()
  })

  it('gives a cookie for the right password, and the cookie brings the person back', async () => {
    expect(await browser.signIn('mara@island.example', password)).not.toContain('error')
    expect(await viewerOf({ cookies: browser.cookies })).toMatchObject({ name: 'Mara Voss' })
  })

  it('puts the id of the login session into the cookie and nothing about the person', async () => {
    await browser.signIn('mara@island.example', password)
    const token = await decode({ token: browser.cookies[loginCookieName()], secret: authSecret() })
    expect(Object.keys(token ?? {}).sort()).toEqual(['exp', 'iat', 'jti', LOGIN_CLAIM])
  })

  it('gives the same answer for a wrong password and for an unknown address', async () => {
    const wrong = await browser.signIn('mara@island.example', 'the ferry left at noon')
    const unknown = await new Browser().signIn('nobody@island.example', 'the ferry left at noon')
    expect(wrong).toContain('error=CredentialsSignin')
    expect(unknown).toBe(wrong)
    expect(browser.cookies[loginCookieName()]).toBeUndefined()
  })

  it('says that there were too many attempts, and no more', async () => {
    for (let i = 0; i < 10; i++) await browser.signIn('mara@island.example', `the ferry left at ${i}`)
    expect(await browser.signIn('mara@island.example', password)).toMatch(/error=too_many$/)
  })

  it('needs NextAuth’s own token against forged forms', async () => {
    const { url } = await browser.ask('POST', 'callback/credentials', {
      email: 'mara@island.example',
      password,
    })
    expect(url).toContain('csrf=true')
    expect(browser.cookies[loginCookieName()]).toBeUndefined()
  })

  it('ends the login session’s row when one signs out: a kept copy of the cookie is worth nothing', async () => {
    await browser.signIn('mara@island.example', password)
    const kept = { ...browser.cookies }
    await browser.post('signout', { callbackUrl: '/sign-in' })
    expect(browser.cookies[loginCookieName()]).toBeUndefined()
    expect(await viewerOf({ cookies: kept })).toBeNull()
  })

  it('gives a new login session each time and ends the one before', async () => {
    await browser.signIn('mara@island.example', password)
    const first = { ...browser.cookies }
    await browser.signIn('mara@island.example', password)
    expect(await viewerOf({ cookies: first })).toBeNull()
    expect(await viewerOf({ cookies: browser.cookies })).not.toBeNull()
  })

  it('cannot be talked into another login session by an update', async () => {
    await browser.signIn('mara@island.example', password)
    const mine = await viewerOf({ cookies: browser.cookies })
    await browser.post('session', { data: { [LOGIN_CLAIM]: 'another', sub: 'another' } })
    expect((await viewerOf({ cookies: browser.cookies }))?.login.id).toBe(mine?.login.id)
  })

  it.each([[{ $gt: '' }], [['mara@island.example']], [null], [12], ['x'.repeat(5_000)]])(
    'takes %j for no address and no password',
    async (hostile) => {
      const rows = await world.db.loginSession.count()
      expect(await browser.signIn(hostile, password)).toContain('error=CredentialsSignin')
      expect(await browser.signIn('mara@island.example', hostile)).toContain('error=CredentialsSignin')
      expect(await world.db.loginSession.count()).toBe(rows)
    },
  )

  it('sets cookies that a browser takes: HttpOnly and Lax everywhere, Secure only behind https', async () => {
    await browser.signIn('mara@island.example', password)
    const plain = browser.set.find((line) => line.startsWith('scriptorium.login='))
    expect(plain).toMatch(/Path=\/;.*HttpOnly; SameSite=Lax/)
    expect(plain).not.toContain('Secure')
    const lan = env()
    holdEnv({ ...lan, baseUrl: 'https://writers.island.example' })
    process.env['NEXTAUTH_URL'] = 'https://writers.island.example'
    try {
      const far = new Browser()
      await far.signIn('mara@island.example', password)
      const secure = far.set.find((line) => line.startsWith('__Host-scriptorium.login='))
      expect(secure).toMatch(/Path=\/;.*HttpOnly; Secure; SameSite=Lax/)
      expect(secure).not.toContain('Domain')
      expect(await viewerOf({ cookies: far.cookies })).toMatchObject({ name: 'Mara Voss' })
    } finally {
      holdEnv(lan)
      process.env['NEXTAUTH_URL'] = address
    }
  })
})
