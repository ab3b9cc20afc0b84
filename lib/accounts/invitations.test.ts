import { beforeEach, describe, expect, it } from 'vitest'
import { authorizeWorkshop } from '@/lib/access/authorize'
import type { Viewer, WorkshopGrant } from '@/lib/access/contract'
import { joined, signedIn, workshopOf } from '@/tests/support/people'
import { workshopDatabase } from '@/tests/support/database'
import { NewInvitation } from './contract'
import {
  acceptInvitation,
  createInvitation,
  listInvitations,
  listMyInvitations,
  lookAtInvitation,
  revokeInvitation,
} from './invitations'
import { disablePerson } from './people'

const DAY_MS = 24 * 60 * 60 * 1000
const password = 'the ferry left at six'
const world = workshopDatabase({ BASE_URL: 'http://192.168.1.20:3000' })

let mara: Viewer
let hosting: WorkshopGrant<'own'>

beforeEach(async () => {
  await world.db.workshop.deleteMany()
  await world.db.user.deleteMany()
  mara = await signedIn('Mara Voss', { isAdmin: true })
  hosting = await workshopOf(mara)
})

function invite(wanted: Partial<NewInvitation> = {}, now?: Date) {
  return createInvitation(hosting, NewInvitation.parse({ role: 'member', ...wanted }), now)
}

function account(name: string) {
  return { email: `${name.toLowerCase().replaceAll(' ', '.')}@mainland.example`, name, password }
}

async function usesOf(id: string): Promise<number> {
  return (await world.db.invitation.findUniqueOrThrow({ where: { id } })).uses
}

const memberships = () => world.db.membership.count({ where: { workshopId: hosting.workshopId } })

describe('an invitation', () => {
  it('is a link whose last segment is its token; only the hash is stored', async () => {
    const made = await invite()
    expect(made.url).toBe(`http://192.168.1.20:3000/invitations/${made.token}`)
    expect(made.token).toMatch(/^[\w-]{43}$/)
    expect(made).toMatchObject({
      workshopName: 'Tuesday Circle',
      invitedBy: 'Mara Voss',
      uses: 0,
      maxUses: 1,
    })
    expect(JSON.stringify(await world.db.invitation.findMany())).not.toContain(made.token)
  })

  it('is not used up by looking at it, however often', async () => {
    const { id, token } = await invite()
    for (let i = 0; i < 5; i++)
      expect(await lookAtInvitation(token)).toMatchObject({ state: 'open', reason: null })
    expect(await usesOf(id)).toBe(0)
    const look = await lookAtInvitation(token)
    expect(look).toMatchObject({ workshopName: 'Tuesday Circle', invitedBy: 'Mara Voss', role: 'member' })
  })

  it('lets a new person in with an account of his own', async () => {
    const { token } = await invite()
    const accepted = await acceptInvitation(token, account('Ines Rautio'))
    expect(accepted).toMatchObject({ workshopName: 'Tuesday Circle', role: 'member', joined: true })
    expect(await world.db.user.findUnique({ where: { id: accepted.userId } })).toMatchObject({
      email: 'ines.rautio@mainland.example',
      isAdmin: false,
    })
    expect(await world.db.accessChange.count({ where: { userId: accepted.userId } })).toBe(1)
    await expect(acceptInvitation(token, account('Odile Marchetti'))).rejects.toMatchObject({ code: 'gone' })
    expect(await lookAtInvitation(token)).toMatchObject({
      state: 'used_up',
      reason: expect.stringContaining('used'),
    })
    expect(await world.db.user.count()).toBe(2)
  })

  it('lets somebody in who is signed in already, and uses nothing up for a member', async () => {
    const { id, token } = await invite({ maxUses: 2, role: 'moderator' })
    const tomas = await signedIn('Tomas Oyelaran')
    expect(await acceptInvitation(token, tomas)).toMatchObject({ role: 'moderator', joined: true })
    expect(await acceptInvitation(token, tomas)).toMatchObject({ role: 'moderator', joined: false })
    expect(await acceptInvitation(token, mara)).toMatchObject({ role: 'owner', joined: false })
    expect(await usesOf(id)).toBe(1)
  })

  it('is used exactly three times when twenty people accept at once', async () => {
    const { id, token } = await invite({ maxUses: 3 })
    const crowd: Viewer[] = []
    for (let i = 0; i < 20; i++) crowd.push(await signedIn(`Writer ${i}`))
    const outcomes = await Promise.allSettled(crowd.map((writer) => acceptInvitation(token, writer)))
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(3)
    for (const outcome of outcomes)
      if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'gone' })
    expect(await usesOf(id)).toBe(3)
    expect(await memberships()).toBe(4)
  })

  it('is used once when one person clicks twenty times', async () => {
    const { id, token } = await invite({ maxUses: 5 })
    const tomas = await signedIn('Tomas Oyelaran')
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => acceptInvitation(token, tomas)))
    expect(outcomes.filter((one) => one.joined)).toHaveLength(1)
    expect(await usesOf(id)).toBe(1)
  })

  it('expires after 14 days unless said otherwise, and after 90 at most', async () => {
    const now = new Date()
    const { token } = await invite({}, now)
    const later = (days: number) => new Date(now.getTime() + days * DAY_MS)
    expect(await lookAtInvitation(token, new Date(later(14).getTime() - 1))).toMatchObject({ state: 'open' })
    expect(await lookAtInvitation(token, later(14))).toMatchObject({ state: 'expired' })
    const tomas = await signedIn('Tomas Oyelaran')
    await expect(acceptInvitation(token, tomas, later(14))).rejects.toMatchObject({ code: 'gone' })
    await expect(invite({ expiresAt: later(91).toISOString() }, now)).rejects.toMatchObject({
      code: 'invalid',
    })
    await expect(invite({ expiresAt: later(-1).toISOString() }, now)).rejects.toMatchObject({
      code: 'invalid',
    })
    expect(await memberships()).toBe(1)
  })

  it('works no more once a host revokes it', async () => {
    const { id, token } = await invite()
    await revokeInvitation(hosting, id)
    expect(await lookAtInvitation(token)).toMatchObject({ state: 'revoked' })
    await expect(acceptInvitation(token, account('Ines Rautio'))).rejects.toMatchObject({ code: 'gone' })
    await expect(revokeInvitation(hosting, id)).rejects.toMatchObject({ code: 'not_found' })
    expect(await world.db.user.count()).toBe(1)
  })

  it('cannot be revoked from another workshop', async () => {
    const { id, token } = await invite()
    const elsewhere = await workshopOf(await signedIn('Odile Marchetti'), 'Harbour Readers')
    await expect(revokeInvitation(elsewhere, id)).rejects.toMatchObject({ code: 'not_found' })
    expect((await listInvitations(elsewhere)).invitations).toEqual([])
    expect(await lookAtInvitation(token)).toMatchObject({ state: 'open' })
  })

  it('for one address lets nobody else in, and does not give the address away', async () => {
    const { id, token } = await invite({ email: 'Ines.Rautio@Mainland.Example' })
    const tomas = await signedIn('Tomas Oyelaran')
    await expect(acceptInvitation(token, tomas)).rejects.toMatchObject({ code: 'forbidden' })
    await expect(acceptInvitation(token, account('Odile Marchetti'))).rejects.toMatchObject({
      code: 'forbidden',
    })
    expect(await lookAtInvitation(token)).toMatchObject({ emailHint: 'i…@mainland.example' })
    expect(await usesOf(id)).toBe(0)
    expect(await acceptInvitation(token, account('Ines Rautio'))).toMatchObject({ joined: true })
  })

  it('does not make a second account for an address that has one', async () => {
    const { id, token } = await invite()
    const tomas = await signedIn('Tomas Oyelaran')
    const again = { email: tomas.email, name: 'Not Tomas', password }
    await expect(acceptInvitation(token, again)).rejects.toMatchObject({ code: 'conflict' })
    expect(await usesOf(id)).toBe(0)
  })

  it('leaves nothing behind when the password is poor', async () => {
    const { id, token } = await invite()
    const poor = { ...account('Ines Rautio'), password: 'password123' }
    await expect(acceptInvitation(token, poor)).rejects.toMatchObject({ code: 'invalid' })
    expect(await usesOf(id)).toBe(0)
    expect(await world.db.user.count()).toBe(1)
  })

  it('to become an owner is made by an owner only', async () => {
    const moderator = await signedIn('Tomas Oyelaran')
    await joined(moderator, hosting.workshopId, 'moderator')
    const grant = await authorizeWorkshop(moderator, hosting.workshopId, 'host')
    const wanted = NewInvitation.parse({ role: 'owner' })
    await expect(createInvitation(grant, wanted)).rejects.toMatchObject({ code: 'forbidden' })
    await expect(createInvitation(hosting, wanted)).resolves.toMatchObject({ role: 'owner' })
  })

  it.each(['removed', 'disabled', 'no host any more'])('ends with its maker’s right: %s', async (how) => {
    const tomas = await signedIn('Tomas Oyelaran')
    await joined(tomas, hosting.workshopId, 'moderator')
    const grant = await authorizeWorkshop(tomas, hosting.workshopId, 'host')
    const { token } = await createInvitation(grant, NewInvitation.parse({ role: 'member' }))
    const where = { workshopId_userId: { workshopId: hosting.workshopId, userId: tomas.userId } }
    expect(await lookAtInvitation(token)).toMatchObject({ state: 'open' })
    if (how === 'removed') await world.db.membership.delete({ where })
    else if (how === 'disabled') await disablePerson(tomas.userId)
    else await world.db.membership.update({ where, data: { role: 'member' } })
    expect(await lookAtInvitation(token)).toMatchObject({ state: 'revoked' })
    await expect(acceptInvitation(token, account('Ines Rautio'))).rejects.toMatchObject({ code: 'gone' })
    expect((await listInvitations(hosting)).invitations).toEqual([])
  })

  it('is listed while it works, for the hosts and for its maker', async () => {
    const [live, used, revoked] = [await invite(), await invite(), await invite()]
    await acceptInvitation(used.token, account('Ines Rautio'))
    await revokeInvitation(hosting, revoked.id)
    expect((await listInvitations(hosting)).invitations.map(({ id }) => id)).toEqual([live.id])
    expect((await listMyInvitations(mara)).map(({ id }) => id)).toEqual([live.id])
    const listed = JSON.stringify(await listMyInvitations(mara))
    expect(listed).not.toContain(live.token)
  })

  it('that nobody made is not found', async () => {
    await expect(lookAtInvitation('a'.repeat(43))).rejects.toMatchObject({ code: 'not_found' })
    await expect(acceptInvitation('', account('Ines Rautio'))).rejects.toMatchObject({ code: 'not_found' })
  })
})
