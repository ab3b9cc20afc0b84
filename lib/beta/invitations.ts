import type { BetaSessionGrant } from '@/lib/access/contract'
import { recordAudit } from '@/lib/accounts/audit'
import { hashOfSecret } from '@/lib/accounts/secrets'
import { database, inTransaction, type DatabaseTransaction } from '@/lib/db/client'
import { env } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { newId, newSecret } from '@/lib/ids'
import { BETA_LIMITS } from './contract'
import type {
  BetaInvitationList,
  BetaInvitationView,
  LinkLook,
  NewBetaInvitation,
  NewBetaInvitationView,
} from './contract.access'

const FIELDS = {
  ...{ id: true, sessionId: true, name: true, email: true, isPersonal: true, readerId: true },
  ...{ createdAt: true, expiresAt: true, maxUses: true, uses: true, revokedAt: true },
} as const

interface InvitationRow {
  id: string
  sessionId: string
  name: string | null
  email: string | null
  isPersonal: boolean
  readerId: string | null
  createdAt: Date
  expiresAt: Date | null
  maxUses: number
  uses: number
  revokedAt: Date | null
}

function viewOf(row: InvitationRow): BetaInvitationView {
  const { id, name, email, isPersonal, readerId, uses, maxUses } = row
  return {
    ...{ id, name, email, personal: isPersonal, readerId, uses, maxUses },
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt?.toISOString() ?? null,
  }
}

/** The address of a link. It is answered once and stored nowhere. */
function urlOf(token: string): string {
  return `${env().baseUrl}/beta/${token}`
}

/**
 * A personal link for a reader who came through an open one: his way back, on any device.
 * @returns the link with its secret
 */
export async function personalLink(
  tx: DatabaseTransaction,
  { sessionId, readerId, name }: { sessionId: string; readerId: string; name: string },
  now: Date,
): Promise<string> {
  const token = newSecret()
  await tx.betaInvitation.create({
    data: {
      ...{ id: newId(), sessionId, hash: hashOfSecret(token), name, isPersonal: true, readerId },
      ...{ createdAt: now, maxUses: 1, uses: 1 },
    },
    select: { id: true },
  })
  return urlOf(token)
}

/**
 * Makes a link into the session: personal for one reader, or open for up to `maxUses` people.
 * @returns the view with the link, which is stored nowhere
 * @throws {AppError} `invalid` for a time that has passed, `conflict` when the session has as many links as it may
 */
export async function createInvitation(
  { sessionId, viewer }: BetaSessionGrant,
  wanted: NewBetaInvitation,
  now = new Date(),
): Promise<NewBetaInvitationView> {
  const expiresAt = wanted.expiresAt ? new Date(wanted.expiresAt) : null
  if (expiresAt && expiresAt <= now) throw new AppError('invalid', 'expiresAt: choose a time to come')
  const token = newSecret()
  const maxUses = wanted.maxUses ?? 1
  const row = await inTransaction(async (tx) => {
    const live = await tx.betaInvitation.count({
      where: { sessionId, revokedAt: null, createdById: { not: null } },
    })
    if (live >= BETA_LIMITS.invitations)
      throw new AppError(
        'conflict',
        `A session has at most ${BETA_LIMITS.invitations} links. Revoke some first.`,
      )
    const id = newId()
    const details = { maxUses }
    const actorId = viewer.userId
    await recordAudit(tx, { action: 'beta_invitation.created', actorId, subject: id, details, at: now })
    return tx.betaInvitation.create({
      data: {
        ...{ id, sessionId, hash: hashOfSecret(token), isPersonal: maxUses === 1, maxUses, expiresAt },
        ...{ name: wanted.name ?? null, email: wanted.email ?? null },
        ...{ createdById: viewer.userId, createdAt: now },
      },
      select: FIELDS,
    })
  })
  return { ...viewOf(row), url: urlOf(token), token }
}

/** The links of a session that were not revoked, newest first; what came to each. At most 500, and one per reader. */
export async function listInvitations({ sessionId }: BetaSessionGrant): Promise<BetaInvitationList> {
  const rows = await database().betaInvitation.findMany({
    where: { sessionId, revokedAt: null },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: BETA_LIMITS.invitations + BETA_LIMITS.readers,
    select: FIELDS,
  })
  return { invitations: rows.map(viewOf), next: null }
}

/**
 * Revokes a link: it opens nothing any more. Who came through an open one stays; a personal one is its reader's access,
 * so his devices are signed out with it, and what he wrote stays.
 * @throws {AppError} `not_found`
 */
export async function revokeInvitation(
  { sessionId, viewer }: BetaSessionGrant,
  invitationId: string,
  now = new Date(),
): Promise<void> {
  await inTransaction(async (tx) => {
    const { count } = await tx.betaInvitation.updateMany({
      where: { id: invitationId, sessionId, revokedAt: null },
      data: { revokedAt: now },
    })
    if (count === 0) throw new AppError('not_found', 'The session has no such link any more.')
    const { isPersonal, readerId } = await tx.betaInvitation.findUniqueOrThrow({
      where: { id: invitationId },
      select: { isPersonal: true, readerId: true },
    })
    if (isPersonal && readerId) await tx.betaLogin.deleteMany({ where: { readerId } })
    const actorId = viewer.userId
    await recordAudit(tx, { action: 'beta_invitation.revoked', actorId, subject: invitationId, at: now })
  })
}

const LINK = {
  ...FIELDS,
  reader: { select: { id: true, name: true, userId: true, removedAt: true } },
  session: {
    select: {
      ...{ id: true, title: true, letter: true, contentNote: true, opensAt: true, closesAt: true },
      ...{ trashedAt: true, createdById: true },
      manuscript: {
        select: { title: true, trashedAt: true, workshopId: true, workshop: { select: { trashedAt: true } } },
      },
    },
  },
} as const

const NO_LINK = 'There is no such link. Check that all of it was copied.'

/** A link with what it leads to, as it stands in `tx`. @throws {AppError} `not_found` for one that was never made */
export async function linkOf(tx: DatabaseTransaction, token: string) {
  const row = await tx.betaInvitation.findUnique({ where: { hash: hashOfSecret(token) }, select: LINK })
  const session = row?.session
  const gone =
    session && (session.trashedAt ?? session.manuscript.trashedAt ?? session.manuscript.workshop.trashedAt)
  if (!row || gone) throw new AppError('not_found', NO_LINK)
  return row
}

/** A row of `linkOf`. */
export type Link = Awaited<ReturnType<typeof linkOf>>

/** Why a link does not let anybody in, in a sentence; null while it does. */
export function reasonAgainst(link: Link, now: Date): string | null {
  const { closesAt } = link.session
  if (link.revokedAt || link.reader?.removedAt) return 'This link was taken back. Ask the author for another.'
  if (closesAt && closesAt <= now) return 'This beta session is closed.'
  if (link.expiresAt && link.expiresAt <= now && !link.readerId)
    return 'This link has expired. Ask the author for another.'
  if (!link.readerId && link.uses >= link.maxUses)
    return 'As many people as it was meant for have used this link. Ask the author for another.'
  return null
}

/** What a link leads to. Looking uses nothing up. @throws {AppError} `not_found` for one that was never made */
export async function lookAtLink(token: string, now = new Date()): Promise<LinkLook> {
  const link = await linkOf(database(), token)
  const { session, reader } = link
  const author = await database().user.findUnique({
    where: { id: session.createdById },
    select: { name: true },
  })
  return {
    ...{ sessionId: session.id, title: session.title, manuscript: session.manuscript.title },
    ...{ author: author?.name ?? '', letter: session.letter, contentNote: session.contentNote },
    opensAt: session.opensAt?.toISOString() ?? null,
    closesAt: session.closesAt?.toISOString() ?? null,
    ...{ name: link.name, reader: reader?.name ?? null, reason: reasonAgainst(link, now) },
  }
}
