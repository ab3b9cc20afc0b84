import { WORKSHOP_VERBS, type Viewer, type WorkshopGrant, type WorkshopVerb } from '@/lib/access/contract'
import { manuscriptsVisibleTo, PRESENT } from '@/lib/access/visible'
import { recordAudit } from '@/lib/accounts/audit'
import { systemClock, type Clock } from '@/lib/clock'
import { database, inTransaction } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import { newId } from '@/lib/ids'
import { PAGE_LIMIT, pageOf, type Page } from '@/lib/paging'
import type { NewWorkshop, WorkshopChange, WorkshopList, WorkshopView } from './contract'
import { listMembers } from './members'

/** Makes a workshop with `viewer` as its owner and answers its id. */
export async function createWorkshop(
  viewer: Viewer,
  input: NewWorkshop,
  clock: Clock = systemClock,
): Promise<{ id: string }> {
  const id = newId()
  const at = new Date(clock.now())
  await inTransaction(async (tx) => {
    await tx.workshop.create({
      data: { id, name: input.name, createdById: viewer.userId, createdAt: at },
    })
    await tx.membership.create({
      data: { workshopId: id, userId: viewer.userId, role: 'owner', joinedAt: at },
    })
    await recordAudit(tx, { action: 'workshop.created', actorId: viewer.userId, subject: id, at })
  })
  return { id }
}

/** Renames a workshop. */
export async function changeWorkshop(grant: WorkshopGrant<'host'>, change: WorkshopChange): Promise<void> {
  await database().workshop.update({
    where: { id: grant.workshopId },
    data: { name: change.name },
    select: { id: true },
  })
}

/** The workshop with its first 500 members, in the order in which they joined. */
export async function viewWorkshop(grant: WorkshopGrant<'see'>): Promise<WorkshopView> {
  const [workshop, { members }] = await Promise.all([
    database().workshop.findUnique({
      where: { id: grant.workshopId },
      select: { id: true, name: true, createdAt: true, _count: { select: { members: true } } },
    }),
    listMembers(grant, { limit: PAGE_LIMIT }),
  ])
  if (!workshop) throw new AppError('not_found', 'There is no such workshop any more.')
  const may = (verb: WorkshopVerb) => WORKSHOP_VERBS[grant.role].includes(verb)
  return {
    id: workshop.id,
    name: workshop.name,
    role: grant.role,
    can: { write: may('write'), host: may('host'), own: may('own') },
    members,
    memberCount: workshop._count.members,
    createdAt: workshop.createdAt.toISOString(),
  }
}

/** The workshops `viewer` is a member of, by name. */
export async function listWorkshops(viewer: Viewer, page: Page): Promise<WorkshopList> {
  const { userId } = viewer
  const found = await database().membership.findMany({
    where: { userId, workshop: PRESENT },
    orderBy: [{ workshop: { name: 'asc' } }, { workshopId: 'asc' }],
    take: page.limit + 1,
    ...(page.cursor && { cursor: { workshopId_userId: { workshopId: page.cursor, userId } }, skip: 1 }),
    select: {
      role: true,
      workshop: { select: { id: true, name: true, createdAt: true, _count: { select: { members: true } } } },
    },
  })
  const { rows, next } = pageOf(found, page.limit, (row) => row.workshop.id)
  const readable = await database().manuscript.groupBy({
    by: ['workshopId'],
    where: {
      AND: [manuscriptsVisibleTo(viewer), { workshopId: { in: rows.map((row) => row.workshop.id) } }],
    },
    _count: { _all: true },
  })
  const manuscripts = new Map(readable.map((group) => [group.workshopId, group._count._all]))
  const workshops = rows.map(({ role, workshop }) => ({
    id: workshop.id,
    name: workshop.name,
    role,
    members: workshop._count.members,
    manuscripts: manuscripts.get(workshop.id) ?? 0,
    createdAt: workshop.createdAt.toISOString(),
  }))
  return { workshops, next }
}
