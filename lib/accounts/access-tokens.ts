import type { Viewer } from '@/lib/access/contract'
import { announceAccessChange, recordAccessChange } from '@/lib/access/changes'
import { database, inTransaction } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import { newId, newSecret } from '@/lib/ids'
import { recordAudit } from './audit'
import { TOKENS_MAX, type NewToken, type NewTokenView, type TokenView } from './contract'
import { hashOfSecret } from './secrets'
import { noteSeen } from './note-seen'

/** Every access token begins with this, so that secret scanners and people recognise one. */
export const TOKEN_PREFIX = 'scr_'

/** `lastUsedAt` is written at most this often. Milliseconds. */
const TOUCH_MS = 60_000

const VIEW = { id: true, label: true, createdAt: true, lastUsedAt: true, expiresAt: true } as const

interface TokenRow {
  id: string
  label: string
  createdAt: Date
  lastUsedAt: Date | null
  expiresAt: Date | null
}

function viewOf(row: TokenRow, currentId?: string): TokenView {
  return {
    id: row.id,
    label: row.label,
    current: row.id === currentId,
    createdAt: row.createdAt.toISOString(),
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    expiresAt: row.expiresAt?.toISOString() ?? null,
  }
}

const live = (userId: string, now: Date) => ({
  userId,
  revokedAt: null,
  OR: [{ expiresAt: null }, { expiresAt: { gt: now } }],
})

/**
 * Makes a token for a person; the command line calls it directly, requests call `createToken`.
 * @returns the view with the secret, which is stored nowhere
 * @throws {AppError} `invalid` when it would expire in the past, `conflict` at the most a person may have
 */
export async function issueToken(userId: string, wanted: NewToken, now = new Date()): Promise<NewTokenView> {
  const expiresAt = wanted.expiresAt ? new Date(wanted.expiresAt) : null
  if (expiresAt && expiresAt <= now) throw new AppError('invalid', 'expiresAt: choose a time to come.')
  const token = TOKEN_PREFIX + newSecret()
  const row = {
    id: newId(),
    userId,
    label: wanted.label,
    hash: hashOfSecret(token),
    createdAt: now,
    expiresAt,
  }
  await inTransaction(async (tx) => {
    if ((await tx.accessToken.count({ where: live(userId, now) })) >= TOKENS_MAX)
      throw new AppError(
        'conflict',
        `You have ${TOKENS_MAX} access tokens. Revoke one that you no longer need.`,
      )
    await tx.accessToken.create({ data: row, select: { id: true } })
    await recordAudit(tx, { action: 'token.created', actorId: userId, subject: row.id, at: now })
  })
  return { ...viewOf({ ...row, lastUsedAt: null }), token }
}

/**
 * Makes a token for the viewer. Throws as `issueToken`.
 * @throws {AppError} `forbidden` to an access token, which could otherwise outlive its own revocation
 */
export async function createToken(viewer: Viewer, wanted: NewToken, now = new Date()): Promise<NewTokenView> {
  if (viewer.login.kind === 'token')
    throw new AppError('forbidden', 'An access token cannot make another one. Sign in to make it.')
  return issueToken(viewer.userId, wanted, now)
}

/** The viewer's live tokens, newest first. */
export async function listTokens(viewer: Viewer, now = new Date()): Promise<TokenView[]> {
  const rows = await database().accessToken.findMany({
    where: live(viewer.userId, now),
    select: VIEW,
    orderBy: { createdAt: 'desc' },
    take: TOKENS_MAX,
  })
  return rows.map((row) => viewOf(row, viewer.login.id))
}

/**
 * Ends one of the viewer's tokens and closes what it opened.
 * @throws {AppError} `not_found` when he has no such live token
 */
export async function revokeToken(viewer: Viewer, tokenId: string, now = new Date()): Promise<void> {
  const match = { userId: viewer.userId, loginId: tokenId }
  await inTransaction(async (tx) => {
    const { count } = await tx.accessToken.updateMany({
      where: { id: tokenId, userId: viewer.userId, revokedAt: null },
      data: { revokedAt: now },
    })
    if (count === 0) throw new AppError('not_found', 'You have no such access token.')
    await recordAccessChange(tx, match, now)
    await recordAudit(tx, { action: 'token.revoked', actorId: viewer.userId, subject: tokenId, at: now })
  })
  announceAccessChange(match)
}

const HOLDER_OF_TOKEN = {
  id: true,
  expiresAt: true,
  revokedAt: true,
  lastUsedAt: true,
  user: { select: { id: true, name: true, email: true, colour: true, isAdmin: true, disabledAt: true } },
} as const

/** The holder of the token with this secret, or null for an unknown, expired or revoked one. */
export async function viewerOfToken(secret: string, now = new Date()): Promise<Viewer | null> {
  return secret.startsWith(TOKEN_PREFIX) ? holderOf({ hash: hashOfSecret(secret) }, now) : null
}

/** The holder of a token that was shown before; null when it has expired or was revoked since. */
export async function viewerOfTokenId(id: string, now = new Date()): Promise<Viewer | null> {
  return holderOf({ id }, now)
}

async function holderOf(where: { hash: string } | { id: string }, now: Date): Promise<Viewer | null> {
  const token = await database().accessToken.findUnique({ where, select: HOLDER_OF_TOKEN })
  if (!token || token.revokedAt || token.user.disabledAt) return null
  if (token.expiresAt && token.expiresAt <= now) return null
  if (!token.lastUsedAt || now.getTime() - token.lastUsedAt.getTime() >= TOUCH_MS)
    await noteSeen(
      database().accessToken.updateMany({
        where: { id: token.id, revokedAt: null },
        data: { lastUsedAt: now },
      }),
    )
  const { id: userId, name, email, colour, isAdmin } = token.user
  const login = { kind: 'token' as const, id: token.id, expiresAt: token.expiresAt }
  return { userId, name, email, colour, isAdmin, login }
}
