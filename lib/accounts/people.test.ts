import { describe, expect, it } from 'vitest'
import { subscribe, type Notice } from '@/lib/events/events'
import { signedIn, signedInAgain } from '@/tests/support/people'
import { workshopDatabase } from '@/tests/support/database'
import { MeChange, NewAccount } from './contract'
import { viewerOfToken, issueToken } from './access-tokens'
import { viewerOfLoginSession } from './login-sessions'
import { addPerson, changeMe, changePassword, COLOURS, disablePerson, showMe } from './people'
import { passwordMatches } from './passwords'

const password = 'the ferry left at six'

function channel(hex: string, from: number): number {
  const value = parseInt(hex.slice(from, from + 2), 16) / 255
  return value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
}

/** Relative luminance by WCAG 2.2. */
function luminance(hex: string): number {
  return 0.2126 * channel(hex, 1) + 0.7152 * channel(hex, 3) + 0.0722 * channel(hex, 5)
}

function contrast(one: string, other: string): number {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number]
  return (high + 0.05) / (low + 0.05)
}

function notices(): { heard: Notice[]; stop: () => void } {
  const heard: Notice[] = []
  return { heard, stop: subscribe((notice) => heard.push(notice)) }
}

describe('people', () => {
  const world = workshopDatabase()

  it('are known by their address in lower case, once', async () => {
    const account = NewAccount.parse({
      email: '  Odile.Marchetti@Island.Example ',
      name: ' Odile Marchetti ',
      password,
    })
    const odile = await addPerson(account)
    expect(odile).toMatchObject({ email: 'odile.marchetti@island.example', name: 'Odile Marchetti' })
    await expect(addPerson({ ...account, name: 'Somebody Else' })).rejects.toMatchObject({ code: 'conflict' })
    expect(await world.db.user.count({ where: { email: odile.email } })).toBe(1)
  })

  it('who sign up with one address at the same moment end as one', async () => {
    const account = { email: 'twins@island.example', name: 'Ines Rautio', password }
    const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => addPerson(account)))
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await world.db.user.count({ where: { email: account.email } })).toBe(1)
  })

  it('get hues that are spread evenly', async () => {
    await world.db.user.deleteMany()
    for (let i = 0; i < COLOURS.length; i++)
      await addPerson({ email: `writer${i}@island.example`, name: `Writer ${i}`, password })
    const worn = await world.db.user.findMany({ select: { colour: true } })
    expect(new Set(worn.map(({ colour }) => colour)).size).toBe(COLOURS.length)
  })

  it('have hues that can be read on and seen on every paper', () => {
    for (const colour of COLOURS) {
      expect(contrast(colour, '#ffffff')).toBeGreaterThanOrEqual(4.5)
      for (const paper of ['#fbf8f2', '#f4ead3', '#1b1c20'])
        expect(contrast(colour, paper), `${colour} on ${paper}`).toBeGreaterThanOrEqual(3)
    }
  })

  it.each([
    ['nothing', ''],
    ['spaces', '   '],
    ['81 characters', 'M'.repeat(81)],
    ['a control character', 'Mara\u0007Voss'],
    ['a line break', 'Mara\nVoss'],
    ['a turned direction', 'Mara\u202essoV'],
    ['an isolate', 'Mara\u2066Voss'],
    ['a zero-width space', '\u200b'],
    ['half a character', 'Mara \ud83d'],
    ['joiners alone', '\u200d\u200c'],
  ])('are not named %s', (_what, name) => {
    expect(MeChange.safeParse({ name }).success).toBe(false)
  })

  it.each([
    'Mara Voss',
    'Tomáš Oyelaran',
    '山田 花子',
    'می\u200cخواهم',
    'Ines 👩\u200d🚀',
    'D’Arcy O’Neill-Smith',
  ])('may be named %s', (name) => expect(MeChange.parse({ name })).toEqual({ name: name.normalize('NFC') }))

  it('rename themselves and choose preferences one at a time', async () => {
    const tomas = await signedIn('Tomas Oyelaran')
    expect((await showMe(tomas)).preferences).toEqual({ theme: 'system', paragraphs: 'indent', textSize: 19 })
    await changeMe(tomas, { preferences: { theme: 'night' } })
    const me = await changeMe(tomas, { name: 'Tomas O.', preferences: { textSize: 22 } })
    expect(me).toMatchObject({
      name: 'Tomas O.',
      preferences: { theme: 'night', paragraphs: 'indent', textSize: 22 },
    })
  })

  it('who change their password are signed out everywhere else at once, and it is on record', async () => {
    const { id } = await addPerson({ email: 'mara@island.example', name: 'Mara Voss', password })
    const row = await world.db.user.findUniqueOrThrow({ where: { id } })
    const here = await signedInAgain({ ...row, userId: id })
    const elsewhere = await signedInAgain({ ...row, userId: id })
    const ear = notices()
    expect(
      await changePassword(here, { currentPassword: password, newPassword: 'the ferry left at seven' }),
    ).toBe(1)
    ear.stop()
    expect(ear.heard).toEqual([{ kind: 'access_changed', userId: id, loginId: elsewhere.login.id }])
    expect(await viewerOfLoginSession(elsewhere.login.id)).toBeNull()
    expect(await viewerOfLoginSession(here.login.id)).toMatchObject({ userId: id })
    expect(await world.db.accessChange.count({ where: { loginId: elsewhere.login.id } })).toBe(1)
    expect(await world.db.auditEntry.count({ where: { action: 'password.changed', actorId: id } })).toBe(1)
    const after = await world.db.user.findUniqueOrThrow({ where: { id } })
    expect(await passwordMatches('the ferry left at seven', after.passwordHash)).toBe(true)
  })

  it('who do not know their current password change nothing, and cannot go on guessing', async () => {
    const { id } = await addPerson({ email: 'guess@island.example', name: 'Ines Rautio', password })
    const row = await world.db.user.findUniqueOrThrow({ where: { id } })
    const here = await signedInAgain({ ...row, userId: id })
    const guess = { currentPassword: 'the ferry left at noon', newPassword: 'the ferry left at seven' }
    for (let i = 0; i < 10; i++)
      await expect(changePassword(here, guess)).rejects.toMatchObject({ code: 'forbidden' })
    await expect(changePassword(here, guess)).rejects.toMatchObject({ code: 'too_many' })
    expect((await world.db.user.findUniqueOrThrow({ where: { id } })).passwordHash).toBe(row.passwordHash)
  })

  it('who are disabled are out at once, with every login session and token', async () => {
    const ines = await signedIn('Ines Rautio')
    const { token } = await issueToken(ines.userId, { label: 'Backup script' })
    await disablePerson(ines.userId)
    expect(await viewerOfLoginSession(ines.login.id)).toBeNull()
    expect(await viewerOfToken(token)).toBeNull()
    expect(await world.db.accessChange.count({ where: { userId: ines.userId, loginId: null } })).toBe(1)
  })

  it('include an admin at all times', async () => {
    await world.db.user.updateMany({ data: { isAdmin: false } })
    const admin = await signedIn('Last Admin', { isAdmin: true })
    await expect(disablePerson(admin.userId)).rejects.toMatchObject({ code: 'conflict' })
    expect(await viewerOfLoginSession(admin.login.id)).toMatchObject({ isAdmin: true })
  })
})
