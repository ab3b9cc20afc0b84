import { PRESENT } from '@/lib/access/visible'
import type { Viewer, WorkshopGrant, WorkshopRole } from '@/lib/access/contract'
import { announceAccessChange, recordAccessChange } from '@/lib/access/changes'
import { database, inTransaction, type DatabaseTransaction } from '@/lib/db/client'
import { env } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { newId, newSecret } from '@/lib/ids'
import { recordAudit } from './audit'
import {
  INVITATION_DAYS,
  INVITATION_USES,
  INVITATIONS_MAX,
  type AcceptedView,
  type InvitationList,
  type InvitationLook,
  type InvitationView,
  type NewAccount,
  type NewInvitation,
  type NewInvitationView,
} from './contract'
import { judgeInvitation, mayInvite, reasonFor, shortenedEmail } from './invitation-rules'
import { createPerson, prepareAccount, type PreparedAccount } from './people'
import { hashOfSecret } from './secrets'

const DAY_MS = 24 * 60 * 60 * 1000

const FIELDS = {
  id: true,
  workshopId: true,
  role: true,
  email: true,
  createdById: true,
  createdAt: true,
  expiresAt: true,
  maxUses: true,
  uses: true,
  revokedAt: true,
  workshop: { select: { name: true } },
} as const

interface InvitationRow {
  id: string
  workshopId: string
  role: WorkshopRole
  email: string | null
  createdById: string
  createdAt: Date
  expiresAt: Date
  maxUses: number
  uses: number
  revokedAt: Date | null
  workshop: { name: string }
}

function viewOf(row: InvitationRow, invitedBy: string): InvitationView {
  return {
    id: row.id,
    workshopId: row.workshopId,
    workshopName: row.workshop.name,
    role: row.role,
    email: row.email,
    invitedBy,
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    uses: row.uses,
    maxUses: row.maxUses,
  }
}

function expiryOf(wanted: NewInvitation, now: Date): Date {
  if (!wanted.expiresAt) return new Date(now.getTime() + INVITATION_DAYS.default * DAY_MS)
  const expiresAt = new Date(wanted.expiresAt)
  if (expiresAt <= now) throw new AppError('invalid', 'expiresAt: choose a time to come.')
  if (expiresAt.getTime() > now.getTime() + INVITATION_DAYS.max * DAY_MS)
    throw new AppError('invalid', `expiresAt: an invitation lasts at most ${INVITATION_DAYS.max} days.`)
  return expiresAt
}

/**
 * Makes an invitation to the workshop.
 * @returns the view with the link, which is stored nowhere
 * @throws {AppError} `forbidden` when somebody who is no owner invites one, `invalid` for a bad date, `conflict` when
 *   the workshop has as many as it may
 */
export async function createInvitation(
  grant: WorkshopGrant<'host'>,
  wanted: NewInvitation,
  now = new Date(),
): Promise<NewInvitationView> {
  const { viewer, workshopId } = grant
  if (!mayInvite(grant.role, wanted.role))
    throw new AppError('forbidden', 'Only an owner of the workshop may invite another owner.')
  const token = newSecret()
  const data = {
    id: newId(),
    workshopId,
    role: wanted.role,
    email: wanted.email ?? null,
    hash: hashOfSecret(token),
    createdById: viewer.userId,
    createdAt: now,
    expiresAt: expiryOf(wanted, now),
    maxUses: wanted.maxUses ?? INVITATION_USES.default,
  }
  const row = await inTransaction(async (tx) => {
    const open = { workshopId, revokedAt: null, expiresAt: { gt: now } }
    if ((await tx.invitation.count({ where: open })) >= INVITATIONS_MAX)
      throw new AppError('conflict', `The workshop has ${INVITATIONS_MAX} invitations. Revoke some first.`)
    const { id: subject, role, maxUses } = data
    const details = { workshopId, role, maxUses }
    await recordAudit(tx, { action: 'invitation.created', actorId: viewer.userId, subject, details, at: now })
    return tx.invitation.create({ data, select: FIELDS })
  })
  return { ...viewOf(row, viewer.name), url: `${env().baseUrl}/invitations/${token}`, token }
}

async function listWhere(
  where: { workshopId: string } | { createdById: string },
  now: Date,
): Promise<InvitationView[]> {
  const rows = await database().invitation.findMany({
    where: { ...where, workshop: PRESENT, revokedAt: null, expiresAt: { gt: now } },
    select: FIELDS,
    orderBy: { createdAt: 'desc' },
    take: 500,
  })
  const makers = await makersOf(database(), rows)
  return rows.flatMap((row) => {
    const maker = makers.get(makerKey(row))
    return judgeInvitation(row, maker?.role ?? null, now) === 'open' ? [viewOf(row, maker?.name ?? '')] : []
  })
}

interface Maker {
  name: string
  /** Null for somebody who is no member any more or has been disabled. */
  role: WorkshopRole | null
}

const makerKey = (row: { workshopId: string; createdById: string }) => `${row.workshopId} ${row.createdById}`

/** Who made the invitations, and what they are in their workshops now. */
async function makersOf(
  tx: DatabaseTransaction,
  rows: Pick<InvitationRow, 'workshopId' | 'createdById'>[],
): Promise<Map<string, Maker>> {
  const people = await tx.user.findMany({
    where: { id: { in: [...new Set(rows.map((row) => row.createdById))] } },
    select: {
      id: true,
      name: true,
      disabledAt: true,
      memberships: {
        where: { workshopId: { in: [...new Set(rows.map((row) => row.workshopId))] } },
        select: { workshopId: true, role: true },
      },
    },
  })
  const makers = new Map<string, Maker>()
  for (const row of rows) {
    const person = people.find(({ id }) => id === row.createdById)
    const role = person?.memberships.find(({ workshopId }) => workshopId === row.workshopId)?.role ?? null
    makers.set(makerKey(row), { name: person?.name ?? '', role: person?.disabledAt ? null : role })
  }
  return makers
}

/** The invitations of the workshop that still work, newest first. */
export async function listInvitations(
  grant: WorkshopGrant<'host'>,
  now = new Date(),
): Promise<InvitationList> {
  return { invitations: await listWhere({ workshopId: grant.workshopId }, now), next: null }
}

/** The invitations the viewer made that still work, newest first, at most 500. */
export function listMyInvitations(viewer: Viewer, now = new Date()): Promise<InvitationView[]> {
  return listWhere({ createdById: viewer.userId }, now)
}

/**
 * Revokes an invitation of the workshop: its link works no more; who came through it stays.
 * @throws {AppError} `not_found` when the workshop has no such live one
 */
export async function revokeInvitation(
  grant: WorkshopGrant<'host'>,
  invitationId: string,
  now = new Date(),
): Promise<void> {
  const { viewer, workshopId } = grant
  await inTransaction(async (tx) => {
    const { count } = await tx.invitation.updateMany({
      where: { id: invitationId, workshopId, revokedAt: null },
      data: { revokedAt: now },
    })
    if (count === 0) throw new AppError('not_found', 'The workshop has no such invitation any more.')
    await recordAudit(tx, {
      action: 'invitation.revoked',
      actorId: viewer.userId,
      subject: invitationId,
      at: now,
    })
  })
}

async function find(tx: DatabaseTransaction, token: string): Promise<{ row: InvitationRow; maker: Maker }> {
  const row = await tx.invitation.findUnique({
    where: { hash: hashOfSecret(token), workshop: PRESENT },
    select: FIELDS,
  })
  if (!row)
    throw new AppError('not_found', 'There is no such invitation. Check that the whole link was copied.')
  const maker = (await makersOf(tx, [row])).get(makerKey(row))
  return { row, maker: maker ?? { name: '', role: null } }
}

/**
 * What an invitation link leads to. Nothing is used up, so that previews of the link in chats do no harm.
 * @throws {AppError} `not_found` for an unknown one
 */
export async function lookAtInvitation(token: string, now = new Date()): Promise<InvitationLook> {
  const { row, maker } = await find(database(), token)
  const state = judgeInvitation(row, maker.role, now)
  return {
    workshopName: row.workshop.name,
    invitedBy: maker.name,
    role: row.role,
    state,
    reason: reasonFor(state),
    emailHint: row.email === null ? null : shortenedEmail(row.email),
    expiresAt: row.expiresAt.toISOString(),
  }
}

/** @throws {AppError} `gone` when it does not work any more, `forbidden` for another e-mail address */
function admit(row: InvitationRow, maker: Maker, email: string, now: Date): void {
  const reason = reasonFor(judgeInvitation(row, maker.role, now))
  if (reason) throw new AppError('gone', reason)
  if (row.email !== null && row.email !== email)
    throw new AppError('forbidden', `This invitation is for ${shortenedEmail(row.email)} only.`)
}

/**
 * Accepts an invitation: as the viewer who is signed in, or with a new account.
 * A member already stays what he is and uses nothing up. Any number of people at once use it up exactly.
 * @throws {AppError} `not_found`; `gone` when it is expired, revoked or used up; `forbidden` for another e-mail
 *   address; `conflict` when the new account's address has one; `invalid` for a poor password
 */
export async function acceptInvitation(
  token: string,
  who: Viewer | NewAccount,
  now = new Date(),
): Promise<AcceptedView> {
  if ('userId' in who) return join(token, who, now)
  const { row, maker } = await find(database(), token)
  admit(row, maker, who.email, now)
  return join(token, await prepareAccount(who), now)
}

async function join(token: string, who: Viewer | PreparedAccount, now: Date): Promise<AcceptedView> {
  const accepted = await inTransaction(async (tx) => {
    const { row, maker } = await find(tx, token)
    const { workshopId } = row
    const answer = { workshopId, workshopName: row.workshop.name }
    if ('userId' in who) {
      const { userId } = who
      const member = await tx.membership.findUnique({
        where: { workshopId_userId: { workshopId, userId } },
        select: { role: true },
      })
      if (member) return { ...answer, role: member.role, userId, joined: false }
    }
    admit(row, maker, who.email, now)
    await useUp(tx, row, now)
    const userId = 'userId' in who ? who.userId : await createPerson(tx, who, now)
    const { id: subject, role } = row
    await tx.membership.create({
      data: { workshopId, userId, role, joinedAt: now },
      select: { userId: true },
    })
    await recordAccessChange(tx, { userId, workshopId }, now)
    const details = { workshopId, role }
    await recordAudit(tx, { action: 'invitation.accepted', actorId: userId, subject, details, at: now })
    return { ...answer, role, userId, joined: true }
  })
  if (accepted.joined) announceAccessChange({ userId: accepted.userId, workshopId: accepted.workshopId })
  return accepted
}

/** Counts one use in a single conditional write: databases that do not queue writers count right as well. */
async function useUp(tx: DatabaseTransaction, row: InvitationRow, now: Date): Promise<void> {
  const { count } = await tx.invitation.updateMany({
    where: { id: row.id, revokedAt: null, expiresAt: { gt: now }, uses: { lt: row.maxUses } },
    data: { uses: { increment: 1 } },
  })
  if (count === 0) throw new AppError('gone', reasonFor('used_up') ?? '')
}
