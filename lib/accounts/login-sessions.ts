import type { Viewer } from '@/lib/access/contract'
import { announceAccessChange, recordAccessChange, type AccessMatch } from '@/lib/access/changes'
import { database, inTransaction, type DatabaseTransaction } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import { newId } from '@/lib/ids'
import { recordAudit } from './audit'
import type { LoginView } from './contract'
import { noteSeen } from './note-seen'

const DAY_MS = 24 * 60 * 60 * 1000

/** A login session ends after this long without a request (RELIABILITY.md). */
export const IDLE_MS = 14 * DAY_MS

/** A login session ends this long after sign-in, whatever happens (RELIABILITY.md). */
export const ABSOLUTE_MS = 30 * DAY_MS

/** `lastSeenAt` is written at most this often. Milliseconds. */
const TOUCH_MS = 5 * 60_000

/** Longest User-Agent that is kept. */
const USER_AGENT_MAX = 300

const live = (userId: string, now: Date) => ({
  userId,
  endedAt: null,
  expiresAt: { gt: now },
  lastSeenAt: { gt: new Date(now.getTime() - IDLE_MS) },
})

/**
 * Opens a login session for somebody who has just shown his password, and ends the one his browser had before.
 * @param passwordHash the one his password was checked against; it may have been changed meanwhile
 * @param previousId login session of the cookie that came with the sign-in, if any
 * @returns the id that the cookie carries; null when the password or the account is not valid any more
 */
export async function openLogin(
  person: { userId: string; passwordHash: string | null; userAgent: string; previousId?: string | null },
  now = new Date(),
): Promise<string | null> {
  const { userId, passwordHash, previousId } = person
  const id = newId()
  const row = {
    id,
    userId,
    userAgent: person.userAgent.slice(0, USER_AGENT_MAX),
    createdAt: now,
    lastSeenAt: now,
    expiresAt: new Date(now.getTime() + ABSOLUTE_MS),
  }
  const ended = await inTransaction(async (tx) => {
    const stands = { id: userId, passwordHash, disabledAt: null }
    if (!(await tx.user.findFirst({ where: stands, select: { id: true } }))) return null
    await tx.loginSession.create({ data: row, select: { id: true } })
    await recordAudit(tx, { action: 'login.opened', actorId: userId, subject: id, at: now })
    return previousId ? end(tx, { id: previousId }, now) : []
  })
  ended?.forEach(announceAccessChange)
  return ended && id
}

/** Ends the matching live login sessions within `tx`; announce what comes back after the commit. */
async function end(
  tx: DatabaseTransaction,
  where: { id: string | { not: string } } | { userId: string; id?: string | { not: string } },
  now: Date,
): Promise<AccessMatch[]> {
  const rows = await tx.loginSession.findMany({
    where: { ...where, endedAt: null },
    select: { id: true, userId: true },
  })
  const matches: AccessMatch[] = rows.map(({ id, userId }) => ({ userId, loginId: id }))
  await tx.loginSession.updateMany({
    where: { id: { in: rows.map(({ id }) => id) }, endedAt: null },
    data: { endedAt: now },
  })
  for (const match of matches) {
    await recordAccessChange(tx, match, now)
    await recordAudit(tx, { action: 'login.ended', actorId: match.userId, subject: match.loginId, at: now })
  }
  return matches
}

/** Ends the login session whose id a cookie carried; nothing happens when it has ended already. */
export async function signOut(loginId: string, now = new Date()): Promise<void> {
  const ended = await inTransaction((tx) => end(tx, { id: loginId }, now))
  ended.forEach(announceAccessChange)
}

/**
 * Ends one of the viewer's login sessions, his current one included.
 * @throws {AppError} `not_found` when he has no such live login session
 */
export async function endLogin(viewer: Viewer, loginId: string, now = new Date()): Promise<void> {
  const ended = await inTransaction((tx) => end(tx, { userId: viewer.userId, id: loginId }, now))
  if (ended.length === 0) throw new AppError('not_found', 'You are not signed in there any more.')
  ended.forEach(announceAccessChange)
}

/**
 * Ends the login sessions of a person within `tx`.
 * @param exceptId the one that may stay
 * @returns what to announce after the commit, one for each login session that ended
 */
export function endLoginsWithin(
  tx: DatabaseTransaction,
  person: { userId: string; exceptId?: string },
  now: Date,
): Promise<AccessMatch[]> {
  const { userId, exceptId } = person
  return end(tx, exceptId ? { userId, id: { not: exceptId } } : { userId }, now)
}

/** Signs the viewer out everywhere, or everywhere but here. @returns how many login sessions ended */
export async function signOutEverywhere(
  viewer: Viewer,
  options: { exceptThis?: boolean } = {},
  now = new Date(),
): Promise<number> {
  const exceptId = options.exceptThis ? viewer.login.id : undefined
  const ended = await inTransaction((tx) => endLoginsWithin(tx, { userId: viewer.userId, exceptId }, now))
  ended.forEach(announceAccessChange)
  return ended.length
}

/** The viewer's live login sessions, last seen first, at most 500. */
export async function listLogins(viewer: Viewer, now = new Date()): Promise<LoginView[]> {
  const rows = await database().loginSession.findMany({
    where: live(viewer.userId, now),
    select: { id: true, userAgent: true, createdAt: true, lastSeenAt: true, expiresAt: true },
    orderBy: { lastSeenAt: 'desc' },
    take: 500,
  })
  return rows.map((row) => ({
    id: row.id,
    browser: browserOf(row.userAgent),
    current: row.id === viewer.login.id,
    createdAt: row.createdAt.toISOString(),
    lastSeenAt: row.lastSeenAt.toISOString(),
    expiresAt: endOf(row).toISOString(),
  }))
}

/** When a login session ends by itself, unless it is used again. */
function endOf(row: { expiresAt: Date; lastSeenAt: Date }): Date {
  return new Date(Math.min(row.expiresAt.getTime(), row.lastSeenAt.getTime() + IDLE_MS))
}

/** The person of a live login session, or null; says that he was seen. */
export async function viewerOfLoginSession(id: string, now = new Date()): Promise<Viewer | null> {
  const row = await database().loginSession.findUnique({
    where: { id },
    select: {
      expiresAt: true,
      lastSeenAt: true,
      endedAt: true,
      user: { select: { id: true, name: true, email: true, colour: true, isAdmin: true, disabledAt: true } },
    },
  })
  if (!row || row.endedAt || row.user.disabledAt || endOf(row) <= now) return null
  if (now.getTime() - row.lastSeenAt.getTime() >= TOUCH_MS)
    await noteSeen(
      database().loginSession.updateMany({ where: { id, endedAt: null }, data: { lastSeenAt: now } }),
    )
  const { id: userId, name, email, colour, isAdmin } = row.user
  return { userId, name, email, colour, isAdmin, login: { kind: 'session', id, expiresAt: row.expiresAt } }
}

const BROWSERS: [RegExp, string][] = [
  [/\bEdg(e|A|iOS)?\//, 'Edge'],
  [/\b(OPR|Opera)\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\b(Firefox|FxiOS)\//, 'Firefox'],
  [/\b(Chrome|CriOS|Chromium)\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
]

const SYSTEMS: [RegExp, string][] = [
  [/\b(iPhone|iPod)\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows\b/, 'Windows'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bMac OS X\b/, 'macOS'],
  [/\bLinux\b/, 'Linux'],
]

/** A User-Agent in words, such as `Firefox on Linux`; `Another browser` for what is not known. */
export function browserOf(userAgent: string): string {
  const browser = BROWSERS.find(([pattern]) => pattern.test(userAgent))?.[1] ?? 'Another browser'
  const system = SYSTEMS.find(([pattern]) => pattern.test(userAgent))?.[1]
  return system ? `${browser} on ${system}` : browser
}
