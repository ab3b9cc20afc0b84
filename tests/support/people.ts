import type { Viewer } from '@/lib/access/contract'
import { issueToken } from '@/lib/accounts/access-tokens'
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
