import { authorizeWorkshop } from '@/lib/access/authorize'
import type { Viewer, WorkshopGrant, WorkshopRole } from '@/lib/access/contract'
import { issueToken } from '@/lib/accounts/access-tokens'
import { COLOURS } from '@/lib/accounts/people'
import { database } from '@/lib/db/client'
import { newId } from '@/lib/ids'

/**
 * Puts a person with an account without a password into the open database, and answers him as a viewer.
 * @param name such as `Mara Voss`; his address is made of it and unique
 */
export async function person(name: string, isAdmin = false): Promise<Viewer> {
  const userId = newId()
  const email = `${name.toLowerCase().replace(/\W+/g, '.')}.${userId.slice(0, 6)}@example.org`
  const colour = '#3972ab'
  await database().user.create({
    data: { id: userId, email, name, colour, isAdmin, createdAt: new Date() },
    select: { id: true },
  })
  return { userId, name, email, colour, isAdmin, login: { kind: 'token', id: newId(), expiresAt: null } }
}

/** The same person with an access token that a server on the same data folder accepts. */
export async function personWithToken(name: string, isAdmin = false): Promise<Viewer & { token: string }> {
  const viewer = await person(name, isAdmin)
  const { id, token } = await issueToken(viewer.userId, { label: 'tests' })
  return { ...viewer, login: { ...viewer.login, id }, token }
}

const DAY_MS = 24 * 60 * 60 * 1000

/** The address of somebody in tests: Mara Voss has `mara.voss@island.example`. */
export function emailOf(name: string): string {
  return `${name.toLowerCase().replaceAll(' ', '.')}@island.example`
}

/** A person with an account (but no password) who has just signed in. */
export async function signedIn(name: string, more: { isAdmin?: boolean } = {}): Promise<Viewer> {
  const { isAdmin = false } = more
  const now = new Date()
  const user = { id: newId(), email: emailOf(name), name, colour: COLOURS[0], isAdmin }
  await database().user.create({ data: { ...user, createdAt: now } })
  return signedInAgain({ ...user, userId: user.id }, now)
}

/** The same person in another browser. */
export async function signedInAgain(
  person: Pick<Viewer, 'userId' | 'name' | 'email' | 'colour' | 'isAdmin'>,
  now = new Date(),
): Promise<Viewer> {
  const { userId, name, email, colour, isAdmin } = person
  const expiresAt = new Date(now.getTime() + 30 * DAY_MS)
  const id = newId()
  await database().loginSession.create({
    data: { id, userId, userAgent: 'A test', createdAt: now, lastSeenAt: now, expiresAt },
  })
  return { userId, name, email, colour, isAdmin, login: { kind: 'session', id, expiresAt } }
}

/** A workshop that `owner` has opened. @returns his grant for everything in it */
export async function workshopOf(owner: Viewer, name = 'Tuesday Circle'): Promise<WorkshopGrant<'own'>> {
  const workshopId = newId()
  const now = new Date()
  await database().workshop.create({
    data: { id: workshopId, name, createdById: owner.userId, createdAt: now },
  })
  await joined(owner, workshopId, 'owner')
  return authorizeWorkshop(owner, workshopId, 'own')
}

/** Makes `person` a member of the workshop. */
export async function joined(
  person: Viewer,
  workshopId: string,
  role: WorkshopRole = 'member',
): Promise<void> {
  await database().membership.create({
    data: { workshopId, userId: person.userId, role, joinedAt: new Date() },
  })
}
