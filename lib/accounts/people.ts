import type { Viewer } from '@/lib/access/contract'
import { announceAccessChange, recordAccessChange } from '@/lib/access/changes'
import { database, inTransaction, isUniqueViolation, type DatabaseTransaction } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import { newId } from '@/lib/ids'
import { recordAudit } from './audit'
import {
  DEFAULT_PREFERENCES,
  Preferences,
  type MeChange,
  type MeView,
  type NewAccount,
  type PasswordChange,
} from './contract'
import { endLoginsWithin } from './login-sessions'
import { hashPassword, passwordMatches, refusePoorPassword } from './passwords'
import { countAttempt, forgiveAttempt } from './rates'

/**
 * The hues of presence. Each has a relative luminance of about 0.16, so that white text on it has a contrast above
 * 4.5 and a caret of it above 3 on all three papers (WCAG 2.2, 1.4.3 and 1.4.11). Neighbours in the list are far
 * apart on the wheel, because it is dealt out in order.
 */
export const COLOURS = [
  '#ae553a',
  '#3972ab',
  '#2a7e46',
  '#9b4ac3',
  '#876c20',
  '#2b7a81',
  '#bd3f7e',
  '#457d1d',
  '#6961ca',
  '#297c67',
  '#c1444e',
  '#67761c',
] as const

/** The hue that the fewest people have. */
async function nextColour(tx: DatabaseTransaction): Promise<string> {
  const rows = await tx.user.groupBy({ by: ['colour'], _count: { _all: true } })
  const worn = new Map(rows.map((row) => [row.colour, row._count._all]))
  return COLOURS.reduce<string>(
    (best, colour) => ((worn.get(colour) ?? 0) < (worn.get(best) ?? 0) ? colour : best),
    COLOURS[0],
  )
}

/** An account whose password has been judged and hashed, so that a transaction need not wait for that. */
export interface PreparedAccount {
  email: string
  name: string
  passwordHash: string
  isAdmin?: boolean
}

/**
 * Judges and hashes the password of a new account.
 * @throws {AppError} `invalid` for a poor password, `too_many` when too many wait
 */
export async function prepareAccount(account: NewAccount): Promise<PreparedAccount> {
  const { email, name, password } = account
  await refusePoorPassword(password, { email, name })
  return { email, name, passwordHash: await hashPassword(password) }
}

const TAKEN = 'There is already an account with this e-mail address. Sign in with it.'

/**
 * Adds a prepared account within `tx`.
 * @returns the id of the person
 * @throws {AppError} `conflict` when the address has an account
 */
export async function createPerson(
  tx: DatabaseTransaction,
  account: PreparedAccount,
  now: Date,
): Promise<string> {
  const { email, name, passwordHash, isAdmin = false } = account
  if (await tx.user.findUnique({ where: { email }, select: { id: true } }))
    throw new AppError('conflict', TAKEN)
  const id = newId()
  const colour = await nextColour(tx)
  try {
    await tx.user.create({
      data: { id, email, name, colour, passwordHash, isAdmin, createdAt: now },
      select: { id: true },
    })
  } catch (error) {
    if (isUniqueViolation(error)) throw new AppError('conflict', TAKEN, { cause: error })
    throw error
  }
  await recordAudit(tx, { action: 'person.joined', actorId: id, subject: id, details: { isAdmin }, at: now })
  return id
}

/**
 * Makes an account outside of any invitation: the command line and open sign-up. Throws as `prepareAccount` and
 * `createPerson`.
 */
export async function addPerson(
  account: NewAccount & { isAdmin?: boolean },
  now = new Date(),
): Promise<{ id: string; email: string; name: string }> {
  const prepared = await prepareAccount(account)
  const id = await inTransaction((tx) => createPerson(tx, { ...prepared, isAdmin: account.isAdmin }, now))
  return { id, email: account.email, name: account.name }
}

/** The enabled person with this address in lower case, or null; for the command line. */
export function personByEmail(email: string): Promise<{ id: string; email: string; name: string } | null> {
  return database().user.findFirst({
    where: { email, disabledAt: null },
    select: { id: true, email: true, name: true },
  })
}

/** Parses the stored preferences; what an older version wrote and this one does not know falls back. */
function preferencesOf(stored: unknown): Preferences {
  const parsed = Preferences.partial().safeParse(stored ?? {})
  return { ...DEFAULT_PREFERENCES, ...(parsed.success ? parsed.data : {}) }
}

/** The viewer as he sees himself. */
export async function showMe(viewer: Viewer): Promise<MeView> {
  const { id, email, name, colour, isAdmin, preferences } = await database().user.findUniqueOrThrow({
    where: { id: viewer.userId },
    select: { id: true, email: true, name: true, colour: true, isAdmin: true, preferences: true },
  })
  const login = { kind: viewer.login.kind, id: viewer.login.id }
  return { id, email, name, colour, isAdmin, preferences: preferencesOf(preferences), login }
}

/** Renames the viewer and sets his preferences; absent fields stay. */
export async function changeMe(viewer: Viewer, change: MeChange): Promise<MeView> {
  const where = { id: viewer.userId }
  await inTransaction(async (tx) => {
    const { preferences } = await tx.user.findUniqueOrThrow({ where, select: { preferences: true } })
    const merged = { ...preferencesOf(preferences), ...change.preferences }
    await tx.user.update({
      where,
      data: { ...(change.name && { name: change.name }), ...(change.preferences && { preferences: merged }) },
      select: { id: true },
    })
  })
  return showMe(viewer)
}

/**
 * Changes the viewer's password and ends all his other login sessions; access tokens stay.
 * @returns how many login sessions ended
 * @throws {AppError} `forbidden` for a wrong current password, `invalid` for a poor new one, `too_many`
 */
export async function changePassword(
  viewer: Viewer,
  change: PasswordChange,
  now = new Date(),
): Promise<number> {
  const { userId } = viewer
  await countAttempt('password_change', userId)
  const { passwordHash, email, name } = await database().user.findUniqueOrThrow({
    where: { id: userId },
    select: { passwordHash: true, email: true, name: true },
  })
  if (!(await passwordMatches(change.currentPassword, passwordHash)))
    throw new AppError('forbidden', 'The current password is not right. Nothing was changed.')
  await forgiveAttempt('password_change', userId)
  await refusePoorPassword(change.newPassword, { email, name })
  const newHash = await hashPassword(change.newPassword)
  const ended = await inTransaction(async (tx) => {
    const { count } = await tx.user.updateMany({
      where: { id: userId, passwordHash },
      data: { passwordHash: newHash },
    })
    if (count === 0)
      throw new AppError(
        'conflict',
        'The password was changed somewhere else just now. Sign in with that one.',
      )
    await recordAudit(tx, { action: 'password.changed', actorId: userId, subject: userId, at: now })
    return endLoginsWithin(tx, { userId, exceptId: viewer.login.id }, now)
  })
  ended.forEach(announceAccessChange)
  return ended.length
}

/**
 * Takes a person's access away: his login sessions and tokens end, his text and notes stay. For admins.
 * @param byId the admin; absent for the command line
 * @throws {AppError} `not_found`, or `conflict` for the last admin
 */
export async function disablePerson(userId: string, byId?: string, now = new Date()): Promise<void> {
  const ended = await inTransaction(async (tx) => {
    const person = await tx.user.findFirst({
      where: { id: userId, disabledAt: null },
      select: { isAdmin: true },
    })
    if (!person) throw new AppError('not_found', 'There is no such person, or he is disabled already.')
    const others = { isAdmin: true, disabledAt: null, id: { not: userId } }
    if (person.isAdmin && (await tx.user.count({ where: others })) === 0)
      throw new AppError('conflict', 'This is the last admin. Make somebody else an admin first.')
    await tx.user.update({ where: { id: userId }, data: { disabledAt: now }, select: { id: true } })
    await tx.accessToken.updateMany({ where: { userId, revokedAt: null }, data: { revokedAt: now } })
    await recordAccessChange(tx, { userId }, now)
    await recordAudit(tx, { action: 'person.disabled', actorId: byId, subject: userId, at: now })
    return endLoginsWithin(tx, { userId }, now)
  })
  ended.forEach(announceAccessChange)
  announceAccessChange({ userId })
}
