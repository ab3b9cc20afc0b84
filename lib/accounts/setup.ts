import { database, inTransaction } from '@/lib/db/client'
import { env } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { newId, newSecret } from '@/lib/ids'
import { recordAudit } from './audit'
import type { NewAccount, Setup, SetupView } from './contract'
import { addPerson, createPerson, prepareAccount } from './people'
import { hashOfSecret } from './secrets'

/**
 * While nobody has an account, makes the one-use link that makes the first one; older links are void.
 * The server calls it at each start and prints it.
 * @returns the link, or null when somebody has an account
 */
export async function ensureSetupLink(now = new Date()): Promise<string | null> {
  const secret = newSecret()
  return inTransaction(async (tx) => {
    await tx.setupLink.deleteMany({ where: { usedAt: null } })
    if ((await tx.user.count()) > 0) return null
    await tx.setupLink.create({
      data: { id: newId(), hash: hashOfSecret(secret), createdAt: now },
      select: { id: true },
    })
    return `${env().baseUrl}/setup/${secret}`
  })
}

/** True while nobody has an account: pages lead to the set-up link then instead of the sign-in. */
export async function awaitsSetup(): Promise<boolean> {
  return (await database().user.count()) === 0
}

const DONE = 'This server is set up already. Sign in, or ask its admin for an invitation.'
const UNKNOWN = 'This set-up link is not valid. Use the newest one that the server printed at its start.'

/**
 * Whether a set-up link may be used, for the page behind it; nothing is used up.
 * @throws {AppError} `gone` when the server is set up, `not_found` for a link that is void
 */
export async function checkSetupLink(token: string): Promise<void> {
  if (!(await awaitsSetup())) throw new AppError('gone', DONE)
  const link = await database().setupLink.findFirst({
    where: { hash: hashOfSecret(token), usedAt: null },
    select: { id: true },
  })
  if (!link) throw new AppError('not_found', UNKNOWN)
}

/**
 * Makes the admin, and his first workshop when it has a name. Exactly one of any number of calls succeeds.
 * @throws {AppError} as `checkSetupLink`; `invalid` for a poor password
 */
export async function setUp(setup: Setup, now = new Date()): Promise<SetupView> {
  await checkSetupLink(setup.token)
  const { email, name, password, workshopName } = setup
  const account = await prepareAccount({ email, name, password })
  return inTransaction(async (tx) => {
    const { count } = await tx.setupLink.updateMany({
      where: { hash: hashOfSecret(setup.token), usedAt: null },
      data: { usedAt: now },
    })
    if (count === 0 || (await tx.user.count()) > 0) throw new AppError('gone', DONE)
    const userId = await createPerson(tx, { ...account, isAdmin: true }, now)
    await recordAudit(tx, { action: 'setup.done', actorId: userId, subject: userId, at: now })
    if (!workshopName) return { userId, workshopId: null }
    const workshopId = newId()
    await tx.workshop.create({
      data: { id: workshopId, name: workshopName, createdById: userId, createdAt: now },
      select: { id: true },
    })
    await tx.membership.create({
      data: { workshopId, userId, role: 'owner', joinedAt: now },
      select: { userId: true },
    })
    await recordAudit(tx, { action: 'workshop.created', actorId: userId, subject: workshopId, at: now })
    return { userId, workshopId }
  })
}

/**
 * Makes an account without an invitation, where the server's settings allow it (SIGN_UP=open).
 * @throws {AppError} `forbidden` by default; `conflict` for a known address; `invalid` for a poor password
 */
export async function signUp(account: NewAccount, now = new Date()): Promise<{ userId: string }> {
  if (env().signUp !== 'open')
    throw new AppError('forbidden', 'Accounts are made by invitation here. Ask a workshop’s host for one.')
  if (await awaitsSetup()) throw new AppError('forbidden', 'This server is not set up yet.')
  const { id } = await addPerson(account, now)
  return { userId: id }
}
