import { beforeEach, describe, expect, it } from 'vitest'
import { authorizeWorkshop } from '@/lib/access/authorize'
import type { Viewer, WorkshopVerb } from '@/lib/access/contract'
import { database } from '@/lib/db/client'
import { isAppError } from '@/lib/errors'
import { subscribe, type Notice } from '@/lib/events/events'
import { PAGE_LIMIT } from '@/lib/paging'
import { workshopDatabase } from '@/tests/support/database'
import { person } from '@/tests/support/people'
import { listMembers, removeMember, setMemberRole } from './members'
import { changeWorkshop, createWorkshop, listWorkshops, viewWorkshop } from './workshops'

workshopDatabase()

let workshopId: string
let mara: Viewer
let tomas: Viewer
let ines: Viewer

const as = <V extends WorkshopVerb>(viewer: Viewer, verb: V) => authorizeWorkshop(viewer, workshopId, verb)

/** The code of the AppError that `act` ends in. */
async function refusal(act: Promise<unknown>): Promise<string> {
  try {
    await act
  } catch (error) {
    if (isAppError(error)) return error.code
    throw error
  }
  return 'done'
}

async function roles(): Promise<Record<string, string>> {
  const { members } = await listMembers(await as(mara, 'see'), { limit: PAGE_LIMIT })
  return Object.fromEntries(members.map(({ name, role }) => [name, role]))
}

beforeEach(async () => {
  mara = await person('Mara Voss')
  tomas = await person('Tomas Oyelaran')
  ines = await person('Ines Rautio')
  workshopId = (await createWorkshop(mara, { name: 'Tuesday Night Fiction' })).id
  const own = await as(mara, 'own')
  await setMemberRole(own, tomas.userId, 'moderator')
  await setMemberRole(own, ines.userId, 'member')
})

describe('a workshop', () => {
  it('belongs to whoever makes it', async () => {
    const view = await viewWorkshop(await as(mara, 'see'))
    expect(view).toMatchObject({
      name: 'Tuesday Night Fiction',
      role: 'owner',
      can: { write: true, host: true, own: true },
      memberCount: 3,
    })
    expect(view.members[0]).toMatchObject({ name: 'Mara Voss', role: 'owner' })
  })

  it('is renamed by its hosts and not by others', async () => {
    await changeWorkshop(await as(tomas, 'host'), { name: 'Wednesday Night Fiction' })
    expect((await viewWorkshop(await as(ines, 'see'))).name).toBe('Wednesday Night Fiction')
    expect(await refusal(as(ines, 'host'))).toBe('forbidden')
  })

  it('is listed for its members in pages', async () => {
    const second = await createWorkshop(ines, { name: 'A Room by the Sea' })
    const first = await listWorkshops(ines, { limit: 1 })
    expect(first.workshops.map(({ name, role }) => [name, role])).toEqual([['A Room by the Sea', 'owner']])
    expect(first.next).toBe(second.id)
    const rest = await listWorkshops(ines, { limit: 1, cursor: first.next ?? '' })
    expect(rest.workshops.map(({ name, members }) => [name, members])).toEqual([['Tuesday Night Fiction', 3]])
    expect(rest.next).toBeNull()
  })

  it('shows strangers nothing', async () => {
    const odile = await person('Odile Marchetti')
    expect(await refusal(as(odile, 'see'))).toBe('not_found')
    expect((await listWorkshops(odile, { limit: PAGE_LIMIT })).workshops).toEqual([])
  })
})

describe('its members', () => {
  it('are managed by moderators, except owners', async () => {
    const host = await as(tomas, 'host')
    await setMemberRole(host, ines.userId, 'moderator')
    expect(await refusal(setMemberRole(host, ines.userId, 'owner'))).toBe('forbidden')
    expect(await refusal(setMemberRole(host, mara.userId, 'member'))).toBe('forbidden')
    expect(await refusal(removeMember(host, mara.userId))).toBe('forbidden')
    expect(await roles()).toEqual({
      'Mara Voss': 'owner',
      'Tomas Oyelaran': 'moderator',
      'Ines Rautio': 'moderator',
    })
  })

  it('keep at least one owner', async () => {
    const own = await as(mara, 'own')
    expect(await refusal(setMemberRole(own, mara.userId, 'member'))).toBe('conflict')
    expect(await refusal(removeMember(own, mara.userId))).toBe('conflict')
    await setMemberRole(own, tomas.userId, 'owner')
    await setMemberRole(own, mara.userId, 'member')
    expect(await roles()).toMatchObject({ 'Mara Voss': 'member', 'Tomas Oyelaran': 'owner' })
  })

  it('keep one owner when two owners step down at once', async () => {
    await setMemberRole(await as(mara, 'own'), tomas.userId, 'owner')
    const [one, other] = [await as(mara, 'own'), await as(tomas, 'own')]
    const ends = await Promise.all([
      refusal(removeMember(one, mara.userId)),
      refusal(removeMember(other, tomas.userId)),
    ])
    expect([...ends].sort()).toEqual(['conflict', 'done'])
  })

  it('may leave but not remove others', async () => {
    const grant = await as(ines, 'see')
    expect(await refusal(removeMember(grant, tomas.userId))).toBe('forbidden')
    await removeMember(grant, ines.userId)
    expect(await refusal(as(ines, 'see'))).toBe('not_found')
    expect(await refusal(removeMember(grant, ines.userId))).toBe('not_found')
  })

  it('are people of this server', async () => {
    expect(await refusal(setMemberRole(await as(mara, 'own'), 'nobody-at-all', 'member'))).toBe('not_found')
    await database().user.update({ where: { id: ines.userId }, data: { disabledAt: new Date() } })
    await removeMember(await as(mara, 'own'), ines.userId)
    expect(await refusal(setMemberRole(await as(mara, 'own'), ines.userId, 'member'))).toBe('not_found')
  })

  it('lose every share with the membership in one act, and keep what they wrote', async () => {
    const at = new Date()
    for (const role of ['author', 'coauthor', 'critic'] as const)
      await database().manuscript.create({
        data: {
          ...{ id: `${role}-${workshopId}`, workshopId, title: 'The Salt Road', language: 'en' },
          ...{ createdById: mara.userId, createdAt: at },
          collaborators: { create: { userId: ines.userId, role, addedAt: at } },
        },
      })
    const heard: Notice[] = []
    const stop = subscribe((notice) => heard.push(notice))
    await removeMember(await as(mara, 'own'), ines.userId)
    stop()
    const left = await database().collaborator.findMany({ where: { userId: ines.userId } })
    expect(left.map(({ role }) => role)).toEqual(['author'])
    expect(heard).toEqual([{ kind: 'access_changed', userId: ines.userId, workshopId }])
    const change = await database().accessChange.findFirst({ orderBy: { id: 'desc' } })
    expect(change).toMatchObject({ userId: ines.userId, workshopId })
  })
})
