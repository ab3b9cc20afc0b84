import { describe, expect, it } from 'vitest'
import { subscribe } from '@/lib/events/events'
import { signedIn } from '@/tests/support/people'
import { workshopDatabase } from '@/tests/support/database'
import { createToken, issueToken, listTokens, revokeToken, viewerOfToken } from './access-tokens'
import { TOKENS_MAX } from './contract'
import { viewerOf, viewerOfLogin } from './viewer'

const MINUTE_MS = 60_000

describe('an access token', () => {
  const world = workshopDatabase()

  it('speaks for its person, and only its hash is stored', async () => {
    const mara = await signedIn('Mara Voss')
    const made = await createToken(mara, { label: 'Export at night' })
    expect(made.token).toMatch(/^scr_[\w-]{43}$/)
    const viewer = await viewerOf({ cookies: {}, authorization: `Bearer ${made.token}` })
    expect(viewer).toMatchObject({ userId: mara.userId, login: { kind: 'token', id: made.id } })
    expect(JSON.stringify(await world.db.accessToken.findMany())).not.toContain(made.token.slice(4))
    expect(JSON.stringify(await listTokens(mara))).not.toContain(made.token.slice(4))
  })

  it.each([
    ['an altered', (token: string) => `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`],
    ['a shortened', (token: string) => token.slice(0, 20)],
    ['an empty', () => 'scr_'],
    ['a foreign', () => 'ghp_somebodyElsesToken'],
  ])('is not %s one', async (what, alter) => {
    const tomas = await signedIn(`Tomas ${what}`)
    const { token } = await createToken(tomas, { label: 'Script' })
    expect(await viewerOfToken(token)).toMatchObject({ userId: tomas.userId })
    expect(await viewerOfToken(alter(token))).toBeNull()
  })

  it('ends when it expires', async () => {
    const ines = await signedIn('Ines Rautio')
    const now = new Date()
    const soon = new Date(now.getTime() + MINUTE_MS)
    const { token } = await createToken(ines, { label: 'One evening', expiresAt: soon.toISOString() }, now)
    const shown = await viewerOfToken(token, now)
    if (!shown) throw new Error('the token does not work')
    expect(await viewerOfToken(token, soon)).toBeNull()
    expect(await viewerOfLogin(shown.login, now)).toEqual(shown)
    expect(await viewerOfLogin(shown.login, soon)).toBeNull()
    expect(await listTokens(ines, soon)).toEqual([])
  })

  it('cannot be made to expire in the past', async () => {
    const odile = await signedIn('Odile Marchetti')
    const wanted = { label: 'Yesterday', expiresAt: '2001-01-01T00:00:00Z' }
    await expect(createToken(odile, wanted)).rejects.toMatchObject({ code: 'invalid' })
    expect(await world.db.accessToken.count({ where: { userId: odile.userId } })).toBe(0)
  })

  it('ends at once when it is revoked, by its own person only', async () => {
    const mara = await signedIn('Mara Again')
    const other = await signedIn('Somebody Else')
    const { id, token } = await createToken(mara, { label: 'Script' })
    await expect(revokeToken(other, id)).rejects.toMatchObject({ code: 'not_found' })
    const heard: unknown[] = []
    const stop = subscribe((notice) => heard.push(notice))
    await revokeToken(mara, id)
    stop()
    expect(heard).toEqual([{ kind: 'access_changed', userId: mara.userId, loginId: id }])
    expect(await viewerOfToken(token)).toBeNull()
    expect(await viewerOfLogin({ kind: 'token', id })).toBeNull()
    expect(await world.db.accessChange.count({ where: { loginId: id } })).toBe(1)
    await expect(revokeToken(mara, id)).rejects.toMatchObject({ code: 'not_found' })
  })

  it('cannot make another one', async () => {
    const mara = await signedIn('Mara Thrice')
    const { token } = await createToken(mara, { label: 'Script' })
    const script = await viewerOfToken(token)
    if (!script) throw new Error('the token does not work')
    await expect(createToken(script, { label: 'Heir' })).rejects.toMatchObject({ code: 'forbidden' })
    expect(await listTokens(script)).toMatchObject([{ label: 'Script', current: true }])
  })

  it('notes its last use at most once a minute', async () => {
    const ines = await signedIn('Ines Again')
    const now = new Date()
    const { id, token } = await createToken(ines, { label: 'Script' }, now)
    const used = async () =>
      (await world.db.accessToken.findUniqueOrThrow({ where: { id } })).lastUsedAt?.getTime()
    await viewerOfToken(token, now)
    await viewerOfToken(token, new Date(now.getTime() + MINUTE_MS - 1))
    expect(await used()).toBe(now.getTime())
    await viewerOfToken(token, new Date(now.getTime() + MINUTE_MS))
    expect(await used()).toBe(now.getTime() + MINUTE_MS)
  })

  it(`is one of at most ${TOKENS_MAX} of a person`, async () => {
    const tomas = await signedIn('Tomas Oyelaran')
    for (let i = 0; i < TOKENS_MAX; i++) await issueToken(tomas.userId, { label: `Script ${i}` })
    await expect(createToken(tomas, { label: 'One more' })).rejects.toMatchObject({ code: 'conflict' })
    expect(await world.db.accessToken.count({ where: { userId: tomas.userId } })).toBe(TOKENS_MAX)
  })
})
