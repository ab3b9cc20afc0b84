import { announceAccessChange, recordAccessChange } from '@/lib/access/changes'
import type { Grant, ManuscriptRole } from '@/lib/access/contract'
import { recordAudit } from '@/lib/accounts/audit'
import { systemClock, type Clock } from '@/lib/clock'
import { database, inTransaction, type DatabaseTransaction } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import { announceNotices, tell } from '@/lib/notify/telling'
import { pageOf, type Page } from '@/lib/paging'
import { MANUSCRIPT_LIMITS, type CollaboratorList, type CollaboratorView } from './contract'

const COLLABORATOR = {
  userId: true,
  role: true,
  addedAt: true,
  user: { select: { name: true, colour: true } },
} as const

interface CollaboratorRow {
  userId: string
  role: ManuscriptRole
  addedAt: Date
  user: { name: string; colour: string }
}

function collaboratorView({ userId, role, addedAt, user }: CollaboratorRow): CollaboratorView {
  return { userId, name: user.name, colour: user.colour, role, addedAt: addedAt.toISOString() }
}

/** Who has a role of his own on the manuscript, in the order in which they came; the cursor is a user's id. */
export async function listCollaborators(grant: Grant<'read'>, page: Page): Promise<CollaboratorList> {
  const { manuscriptId } = grant
  const found = await database().collaborator.findMany({
    where: { manuscriptId },
    orderBy: [{ addedAt: 'asc' }, { userId: 'asc' }],
    take: page.limit + 1,
    ...(page.cursor && { cursor: { manuscriptId_userId: { manuscriptId, userId: page.cursor } }, skip: 1 }),
    select: COLLABORATOR,
  })
  const { rows, next } = pageOf(found, page.limit, (row) => row.userId)
  return { collaborators: rows.map(collaboratorView), next }
}

async function roleOf(tx: DatabaseTransaction, manuscriptId: string, userId: string) {
  const found = await tx.collaborator.findUnique({
    where: { manuscriptId_userId: { manuscriptId, userId } },
    select: { role: true },
  })
  return found?.role ?? null
}

async function refuseLastAuthor(tx: DatabaseTransaction, manuscriptId: string): Promise<void> {
  const authors = await tx.collaborator.count({ where: { manuscriptId, role: 'author' } })
  if (authors <= 1)
    throw new AppError('conflict', 'A manuscript needs an author. Make somebody else an author first.')
}

async function refuseTooMany(tx: DatabaseTransaction, manuscriptId: string): Promise<void> {
  const count = await tx.collaborator.count({ where: { manuscriptId } })
  if (count >= MANUSCRIPT_LIMITS.collaborators)
    throw new AppError(
      'conflict',
      `A manuscript has at most ${MANUSCRIPT_LIMITS.collaborators} collaborators. Share it with the whole workshop.`,
    )
}

function tellOfSharing(
  tx: DatabaseTransaction,
  { manuscriptId, viewer }: Grant<'administer'>,
  userId: string,
  at: Date,
): Promise<string[]> {
  const subject = { manuscriptId }
  return tell(
    tx,
    { kind: 'shared', groupKey: manuscriptId, subject, byUserId: viewer.userId, userIds: [userId] },
    at,
  )
}

/**
 * Gives a member of the workshop a role on the manuscript.
 * @throws {AppError} `invalid` for somebody who is no member, `conflict` when no author would remain
 */
export async function setCollaborator(
  grant: Grant<'administer'>,
  userId: string,
  role: ManuscriptRole,
  clock: Clock = systemClock,
): Promise<CollaboratorView> {
  const { manuscriptId, workshopId } = grant
  const at = new Date(clock.now())
  const { collaborator, told } = await inTransaction(async (tx) => {
    const member = await tx.membership.findUnique({
      where: { workshopId_userId: { workshopId, userId } },
      select: { userId: true },
    })
    if (!member)
      throw new AppError('invalid', 'This person is not a member of the workshop. Invite them to it first.')
    const before = await roleOf(tx, manuscriptId, userId)
    if (!before) await refuseTooMany(tx, manuscriptId)
    if (before === 'author' && role !== 'author') await refuseLastAuthor(tx, manuscriptId)
    await recordAccessChange(tx, { userId, manuscriptId }, at)
    await recordAudit(tx, {
      action: 'collaborator.role_changed',
      actorId: grant.viewer.userId,
      subject: manuscriptId,
      details: { userId, before: before ?? 'none', role },
      at,
    })
    const collaborator = await tx.collaborator.upsert({
      where: { manuscriptId_userId: { manuscriptId, userId } },
      create: { manuscriptId, userId, role, addedAt: at },
      update: { role },
      select: COLLABORATOR,
    })
    const told = before ? [] : await tellOfSharing(tx, grant, userId, at)
    return { collaborator, told }
  })
  announceAccessChange({ userId, manuscriptId })
  announceNotices(told)
  return collaboratorView(collaborator)
}

/**
 * Takes a person's own role on the manuscript away; what the whole workshop may do remains. Authors remove others;
 * everyone may give up his own role.
 * @throws {AppError} `not_found` when he has none, `forbidden` without the right, `conflict` for the last author
 */
export async function removeCollaborator(
  grant: Grant<'read'>,
  userId: string,
  clock: Clock = systemClock,
): Promise<void> {
  const { manuscriptId } = grant
  const at = new Date(clock.now())
  if (userId !== grant.viewer.userId && grant.role !== 'author')
    throw new AppError('forbidden', 'Only an author of this manuscript may take roles away.')
  await inTransaction(async (tx) => {
    const role = await roleOf(tx, manuscriptId, userId)
    if (!role) throw new AppError('not_found', 'This person has no role of his own on the manuscript.')
    if (role === 'author') await refuseLastAuthor(tx, manuscriptId)
    await tx.collaborator.delete({
      where: { manuscriptId_userId: { manuscriptId, userId } },
      select: { userId: true },
    })
    await recordAccessChange(tx, { userId, manuscriptId }, at)
    await recordAudit(tx, {
      action: 'collaborator.removed',
      actorId: grant.viewer.userId,
      subject: manuscriptId,
      details: { userId, role },
      at,
    })
  })
  announceAccessChange({ userId, manuscriptId })
}
