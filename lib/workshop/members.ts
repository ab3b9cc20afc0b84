import { announceAccessChange, recordAccessChange } from '@/lib/access/changes'
import type { WorkshopGrant, WorkshopRole } from '@/lib/access/contract'
import { recordAudit } from '@/lib/accounts/audit'
import { systemClock, type Clock } from '@/lib/clock'
import { database, inTransaction, type DatabaseTransaction } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import { pageOf, type Page } from '@/lib/paging'
import type { MemberList, MemberView } from './contract'

const MEMBER = {
  userId: true,
  role: true,
  joinedAt: true,
  user: { select: { name: true, colour: true } },
} as const

interface MemberRow {
  userId: string
  role: WorkshopRole
  joinedAt: Date
  user: { name: string; colour: string }
}

function memberView({ userId, role, joinedAt, user }: MemberRow): MemberView {
  return { userId, name: user.name, colour: user.colour, role, joinedAt: joinedAt.toISOString() }
}

/** The members of a workshop in the order in which they joined; the cursor is a user's id. */
export async function listMembers(grant: WorkshopGrant<'see'>, page: Page): Promise<MemberList> {
  const { workshopId } = grant
  const found = await database().membership.findMany({
    where: { workshopId },
    orderBy: [{ joinedAt: 'asc' }, { userId: 'asc' }],
    take: page.limit + 1,
    ...(page.cursor && { cursor: { workshopId_userId: { workshopId, userId: page.cursor } }, skip: 1 }),
    select: MEMBER,
  })
  const { rows, next } = pageOf(found, page.limit, (row) => row.userId)
  return { members: rows.map(memberView), next }
}

async function roleOf(tx: DatabaseTransaction, workshopId: string, userId: string) {
  const membership = await tx.membership.findUnique({
    where: { workshopId_userId: { workshopId, userId } },
    select: { role: true },
  })
  return membership?.role ?? null
}

async function refuseLastOwner(tx: DatabaseTransaction, workshopId: string): Promise<void> {
  const owners = await tx.membership.count({ where: { workshopId, role: 'owner' } })
  if (owners <= 1)
    throw new AppError('conflict', 'A workshop needs an owner. Make somebody else an owner first.')
}

/**
 * Makes a person a member, or gives a member another role. Moderators may not touch owners or make any.
 * @throws {AppError} `not_found` for no such person, `forbidden` when it takes an owner, `conflict` for the last owner
 */
export async function setMemberRole(
  grant: WorkshopGrant<'host'>,
  userId: string,
  role: WorkshopRole,
  clock: Clock = systemClock,
): Promise<MemberView> {
  const { workshopId } = grant
  const at = new Date(clock.now())
  const member = await inTransaction(async (tx) => {
    const user = await tx.user.findFirst({ where: { id: userId, disabledAt: null }, select: { id: true } })
    if (!user) throw new AppError('not_found', 'There is no person with this id.')
    const before = await roleOf(tx, workshopId, userId)
    if ((before === 'owner' || role === 'owner') && grant.role !== 'owner')
      throw new AppError('forbidden', 'Only an owner of this workshop may make or change owners.')
    if (before === 'owner' && role !== 'owner') await refuseLastOwner(tx, workshopId)
    await recordAccessChange(tx, { userId, workshopId }, at)
    await recordAudit(tx, {
      action: 'member.role_changed',
      actorId: grant.viewer.userId,
      subject: workshopId,
      details: { userId, before: before ?? 'none', role },
      at,
    })
    return tx.membership.upsert({
      where: { workshopId_userId: { workshopId, userId } },
      create: { workshopId, userId, role, joinedAt: at },
      update: { role },
      select: MEMBER,
    })
  })
  announceAccessChange({ userId, workshopId })
  return memberView(member)
}

/**
 * Ends a membership and every share of manuscripts in the workshop that came with it, at once. What the person
 * wrote stays his. Hosts remove others (moderators no owners); everyone may leave.
 * @throws {AppError} `not_found` for no such member, `forbidden` without the right, `conflict` for the last owner
 */
export async function removeMember(
  grant: WorkshopGrant<'see'>,
  userId: string,
  clock: Clock = systemClock,
): Promise<void> {
  const { workshopId } = grant
  const at = new Date(clock.now())
  const leaving = userId === grant.viewer.userId
  if (!leaving && grant.role === 'member')
    throw new AppError('forbidden', 'Only the hosts of this workshop may remove members.')
  await inTransaction(async (tx) => {
    const role = await roleOf(tx, workshopId, userId)
    if (!role) throw new AppError('not_found', 'This person is not a member of the workshop.')
    if (role === 'owner' && !leaving && grant.role !== 'owner')
      throw new AppError('forbidden', 'Only an owner of this workshop may remove an owner.')
    if (role === 'owner') await refuseLastOwner(tx, workshopId)
    await tx.membership.delete({
      where: { workshopId_userId: { workshopId, userId } },
      select: { userId: true },
    })
    await tx.collaborator.deleteMany({
      where: { userId, role: { not: 'author' }, manuscript: { workshopId } },
    })
    await recordAccessChange(tx, { userId, workshopId }, at)
    await recordAudit(tx, {
      action: 'member.removed',
      actorId: grant.viewer.userId,
      subject: workshopId,
      details: { userId, role },
      at,
    })
  })
  announceAccessChange({ userId, workshopId })
}
