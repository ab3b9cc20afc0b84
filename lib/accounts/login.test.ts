import { verify } from '@node-rs/argon2'
import { encode } from 'next-auth/jwt'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { env, holdEnv } from '@/lib/env'
import { subscribe } from '@/lib/events/events'
import { signedIn, signedInAgain } from '@/tests/support/people'
import { workshopDatabase } from '@/tests/support/database'
import { createToken } from './access-tokens'
import { listGrants } from './grants'
import { LOGIN_CLAIM, loginCookieName } from './login-cookie'
import {
  ABSOLUTE_MS,
  browserOf,
  endLogin,
  IDLE_MS,
  listLogins,
  openLogin,
  signOut,
  signOutEverywhere,
  viewerOfLoginSession,
} from './login-sessions'
import { addPerson, disablePerson } from './people'
import { forgetAttempts } from './rates'
import { authSecret } from './secret'
import { signIn, type SignIn } from './sign-in'
import { viewerOf, viewerOfLogin } from './viewer'

vi.mock('@node-rs/argon2', { spy: true })

const MINUTE_MS = 60_000
const password = 'the ferry left at six'
const world = workshopDatabase()

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'

function attempt(email: unknown, typed: unknown = password, address = '192.0.2.7'): SignIn {
  return { email, password: typed, address, userAgent: FIREFOX }
}

function cookieOf(loginId: string, secret = authSecret()): Promise<string> {
  return encode({ token: { [LOGIN_CLAIM]: loginId }, secret })
}

describe('signing in', () => {
  let odile: { id: string; email: string }

  beforeEach(async () => {
    forgetAttempts()
    await world.db.user.deleteMany()
    odile = await addPerson({ email: 'odile@island.example', name: 'Odile Marchetti', password })
  })

  it('opens a login session for the right password, however the address is written', async () => {
    const opened = await signIn(attempt(' Odile@Island.Example '))
    expect(await viewerOfLoginSession(opened?.loginId ?? '')).toMatchObject({
      userId: odile.id,
      name: 'Odile Marchetti',
    })
    expect(await world.db.auditEntry.count({ where: { action: 'login.opened', actorId: odile.id } })).toBe(1)
  })

  it('answers a wrong password, an unknown address and a disabled person alike', async () => {
    const gone = await addPerson({ email: 'gone@island.example', name: 'Gone Writer', password })
    await disablePerson(gone.id)
    const before = await world.db.loginSession.count()
    expect(await signIn(attempt(odile.email, 'the ferry left at noon'))).toBeNull()
    expect(await signIn(attempt('nobody@island.example'))).toBeNull()
    expect(await signIn(attempt('gone@island.example'))).toBeNull()
    expect(await world.db.loginSession.count()).toBe(before)
  })

  it('does the same work for all three: one hash of the same cost, one entry without the address', async () => {
    const gone = await addPerson({ email: 'gone@island.example', name: 'Gone Writer', password })
    await disablePerson(gone.id)
    const entries = () => world.db.auditEntry.findMany({ where: { action: 'login.failed' } })
    const cost = /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/
    for (const email of [odile.email, 'nobody@island.example', 'gone@island.example']) {
      const before = (await entries()).length
      vi.mocked(verify).mockClear()
      await signIn(attempt(email, 'the ferry left at noon'))
      expect(vi.mocked(verify).mock.calls).toEqual([[expect.stringMatching(cost), 'the ferry left at noon']])
      expect((await entries()).length - before).toBe(1)
    }
    expect(JSON.stringify(await entries())).not.toContain('island.example')
  })

  it('stops ten wrong guesses at one account, for it and not for the others', async () => {
    const ines = await addPerson({ email: 'ines@island.example', name: 'Ines Rautio', password })
    for (let i = 0; i < 10; i++)
      expect(await signIn(attempt(odile.email, `the ferry left at ${i}`))).toBeNull()
    await expect(signIn(attempt(odile.email))).rejects.toMatchObject({ code: 'too_many' })
    expect(await signIn(attempt(ines.email))).not.toBeNull()
    expect(await signIn(attempt(odile.email, password, '192.0.2.8'))).not.toBeNull()
  })

  it('stops a hundred wrong guesses from one address, whatever the accounts', async () => {
    for (let i = 0; i < 100; i++) await signIn(attempt(`writer${i}@island.example`, 'wrong but long'))
    await expect(signIn(attempt(odile.email))).rejects.toMatchObject({ code: 'too_many' })
  })

  it('never counts right passwords, so a group behind one address stays welcome', async () => {
    for (let i = 0; i < 110; i++) expect(await signIn(attempt(odile.email))).not.toBeNull()
  })

  it('opens nothing when the password is changed between the check and the opening', async () => {
    const { passwordHash } = await world.db.user.findUniqueOrThrow({ where: { id: odile.id } })
    await world.db.user.update({ where: { id: odile.id }, data: { passwordHash: 'a newer one' } })
    const late = { userId: odile.id, passwordHash, userAgent: FIREFOX }
    expect(await openLogin(late)).toBeNull()
    expect(await world.db.loginSession.count({ where: { userId: odile.id } })).toBe(0)
  })

  it('takes the place of the login session that the browser had', async () => {
    const first = await signIn(attempt(odile.email))
    const second = await signIn({ ...attempt(odile.email), previousId: first?.loginId })
    expect(await viewerOfLoginSession(first?.loginId ?? '')).toBeNull()
    expect(await viewerOfLoginSession(second?.loginId ?? '')).not.toBeNull()
  })

  it.each([[null], [{}], [['odile@island.example']], [7], [''], ['x'.repeat(100_000)], [{ contains: '@' }]])(
    'gives nothing for the address %j',
    async (email) => {
      const before = await world.db.loginSession.count()
      expect(await signIn(attempt(email))).toBeNull()
      expect(await signIn(attempt(odile.email, email))).toBeNull()
      expect(await world.db.loginSession.count()).toBe(before)
    },
  )
})

describe('a login session', () => {
  beforeEach(() => world.db.user.deleteMany())

  it('ends after 14 days without a request', async () => {
    const mara = await signedIn('Mara Voss')
    const id = mara.login.id
    const { lastSeenAt } = await world.db.loginSession.findUniqueOrThrow({ where: { id } })
    const idle = new Date(lastSeenAt.getTime() + IDLE_MS)
    expect(await viewerOfLoginSession(id, idle)).toBeNull()
    expect(await viewerOfLoginSession(id, new Date(idle.getTime() - 1))).not.toBeNull()
    expect(await viewerOfLoginSession(id, idle)).not.toBeNull()
  })

  it('ends after 30 days even if it is used every day', async () => {
    const mara = await signedIn('Mara Voss')
    const start = Date.now()
    for (let day = 1; day < 30; day++)
      expect(
        await viewerOfLoginSession(mara.login.id, new Date(start + (day / 30) * ABSOLUTE_MS)),
      ).not.toBeNull()
    expect(await viewerOfLoginSession(mara.login.id, new Date(start + ABSOLUTE_MS + 1000))).toBeNull()
  })

  it('notes that it was seen at most every five minutes', async () => {
    const mara = await signedIn('Mara Voss')
    const seen = async () =>
      (await world.db.loginSession.findUniqueOrThrow({ where: { id: mara.login.id } })).lastSeenAt.getTime()
    const start = await seen()
    await viewerOfLoginSession(mara.login.id, new Date(start + 5 * MINUTE_MS - 1))
    expect(await seen()).toBe(start)
    await viewerOfLoginSession(mara.login.id, new Date(start + 5 * MINUTE_MS))
    expect(await seen()).toBe(start + 5 * MINUTE_MS)
  })

  it('ends at once when one signs out, and says so to the open connections', async () => {
    const mara = await signedIn('Mara Voss')
    const heard: unknown[] = []
    const stop = subscribe((notice) => heard.push(notice))
    await signOut(mara.login.id)
    await signOut(mara.login.id)
    stop()
    expect(await viewerOfLoginSession(mara.login.id)).toBeNull()
    expect(await viewerOfLogin(mara.login)).toBeNull()
    expect(heard).toEqual([{ kind: 'access_changed', userId: mara.userId, loginId: mara.login.id }])
    expect(await world.db.accessChange.count({ where: { loginId: mara.login.id } })).toBe(1)
  })

  it('can be ended from another browser, by its own person only', async () => {
    const here = await signedIn('Mara Voss')
    const there = await signedInAgain(here)
    const other = await signedIn('Tomas Oyelaran')
    await expect(endLogin(other, there.login.id)).rejects.toMatchObject({ code: 'not_found' })
    expect((await listLogins(here)).map(({ id, current }) => [id, current])).toEqual(
      expect.arrayContaining([
        [here.login.id, true],
        [there.login.id, false],
      ]),
    )
    await endLogin(here, there.login.id)
    expect((await listLogins(here)).map(({ id }) => id)).toEqual([here.login.id])
  })

  it('is one of those that signing out everywhere ends, with or without this one', async () => {
    const here = await signedIn('Mara Voss')
    await signedInAgain(here)
    await signedInAgain(here)
    const bystander = await signedIn('Tomas Oyelaran')
    expect(await signOutEverywhere(here, { exceptThis: true })).toBe(2)
    expect(await viewerOfLoginSession(here.login.id)).not.toBeNull()
    expect(await signOutEverywhere(here)).toBe(1)
    expect(await viewerOfLoginSession(here.login.id)).toBeNull()
    expect(await viewerOfLoginSession(bystander.login.id)).not.toBeNull()
  })

  it('stands beside tokens and invitations in the list of all live grants', async () => {
    const mara = await signedIn('Mara Voss')
    await createToken(mara, { label: 'Script' })
    expect(await listGrants(mara)).toMatchObject({
      logins: [{ id: mara.login.id, current: true }],
      tokens: [{ label: 'Script', current: false }],
      invitations: [],
    })
  })

  it.each([
    [FIREFOX, 'Firefox on Linux'],
    [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36 Edg/140.0',
      'Edge on Windows',
    ],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Version/19.0 Mobile Safari/604.1',
      'Safari on iPhone',
    ],
    [
      'Mozilla/5.0 (Linux; Android 16) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Mobile Safari/537.36',
      'Chrome on Android',
    ],
    ['curl/8.5', 'Another browser'],
    ['', 'Another browser'],
  ])('shows %s in words', (userAgent, words) => expect(browserOf(userAgent)).toBe(words))
})

describe('the login cookie', () => {
  beforeEach(() => world.db.user.deleteMany())

  it('brings back who signed in', async () => {
    const mara = await signedIn('Mara Voss')
    const cookies = { theme: 'night', [loginCookieName()]: await cookieOf(mara.login.id) }
    expect(await viewerOf({ cookies })).toMatchObject({ userId: mara.userId, login: mara.login })
  })

  it('may have been cut into numbered pieces by NextAuth', async () => {
    const mara = await signedIn('Mara Voss')
    const whole = await cookieOf(mara.login.id)
    const name = loginCookieName()
    const cookies = { [`${name}.0`]: whole.slice(0, 50), [`${name}.1`]: whole.slice(50) }
    expect(await viewerOf({ cookies })).toMatchObject({ userId: mara.userId })
  })

  it.each([
    '',
    'nonsense',
    'a.b.c.d.e',
    'eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..x.y.z',
    '{"login":"mara"}',
  ])('is nobody’s when it reads %j', async (value) =>
    expect(await viewerOf({ cookies: { [loginCookieName()]: value } })).toBeNull(),
  )

  it('is nobody’s when another secret sealed it', async () => {
    const mara = await signedIn('Mara Voss')
    const forged = await cookieOf(mara.login.id, 'another secret that is long enough to serve')
    expect(await viewerOf({ cookies: { [loginCookieName()]: forged } })).toBeNull()
  })

  it('does not serve as a bearer token, nor the other way round', async () => {
    const mara = await signedIn('Mara Voss')
    const cookie = await cookieOf(mara.login.id)
    const { token } = await createToken(mara, { label: 'Script' })
    expect(await viewerOf({ cookies: {}, authorization: `Bearer ${cookie}` })).toBeNull()
    expect(await viewerOf({ cookies: { [loginCookieName()]: token } })).toBeNull()
  })

  it('does not count beside a bad token, but does beside a proxy’s own sign-in', async () => {
    const mara = await signedIn('Mara Voss')
    const cookies = { [loginCookieName()]: await cookieOf(mara.login.id) }
    expect(await viewerOf({ cookies, authorization: 'Bearer scr_forged' })).toBeNull()
    expect(await viewerOf({ cookies, authorization: 'Basic d3JpdGVyczppc2xhbmQ=' })).not.toBeNull()
  })

  it('is Secure and bound to the host behind https, and plain on a LAN address', () => {
    const plain = env()
    expect(loginCookieName()).toBe('scriptorium.login')
    holdEnv({ ...plain, baseUrl: 'https://writers.island.example' })
    expect(loginCookieName()).toBe('__Host-scriptorium.login')
    holdEnv(plain)
  })
})
