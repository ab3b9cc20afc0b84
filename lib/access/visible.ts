import {
  MANUSCRIPT_VERBS,
  type Grant,
  type ManuscriptRole,
  type ManuscriptVerb,
  type Viewer,
} from './contract'

/** What is not in the trash. Whatever is looked up without a grant of its own is looked up through this. */
export const PRESENT = { trashedAt: null } as const

/** A Prisma filter: the workshops that `viewer` is a member of. */
export function workshopsVisibleTo({ userId }: Viewer) {
  return { ...PRESENT, members: { some: { userId } } }
}

/** A Prisma filter: whose collaborators or members `viewer` is so that he may do `verb`, wherever they are. */
function rolesThatMay(viewer: Viewer, verb: ManuscriptVerb) {
  const { userId } = viewer
  const roles = (Object.keys(MANUSCRIPT_VERBS) as ManuscriptRole[]).filter((role) =>
    MANUSCRIPT_VERBS[role].includes(verb),
  )
  const isMember = { members: { some: { userId } } }
  return [
    { collaborators: { some: { userId, role: 'author' as const } } },
    { collaborators: { some: { userId, role: { in: roles } } }, workshop: isMember },
    { workshopRole: { in: roles }, collaborators: { none: { userId } }, workshop: isMember },
  ]
}

/** A Prisma filter: the manuscripts to which `viewer` may do `verb`; the trash holds none of them. */
export function manuscriptsOpenTo(viewer: Viewer, verb: ManuscriptVerb) {
  return { ...PRESENT, AND: [{ workshop: PRESENT }], OR: rolesThatMay(viewer, verb) }
}

/** A Prisma filter: the manuscripts that `viewer` may read. Every list of manuscripts or chapters starts from it. */
export function manuscriptsVisibleTo(viewer: Viewer) {
  return manuscriptsOpenTo(viewer, 'read')
}

/** A Prisma filter: the manuscripts in the trash that `viewer` may bring back. */
export function manuscriptsTrashedFor(viewer: Viewer) {
  return {
    trashedAt: { not: null },
    AND: [{ workshop: PRESENT }],
    OR: rolesThatMay(viewer, 'administer'),
  }
}

/** A Prisma filter: the chapters that `viewer` may read. */
export function chaptersVisibleTo(viewer: Viewer) {
  return { ...PRESENT, manuscript: manuscriptsVisibleTo(viewer) }
}

/** A Prisma filter: the chapters of the grant's manuscript. Every list and count of them starts from it. */
export function chaptersOf({ manuscriptId }: Pick<Grant<'read'>, 'manuscriptId'>) {
  return { ...PRESENT, manuscriptId }
}

/**
 * A Prisma filter: the people who may read the grant's manuscript. The same rule as `roleOn`, asked of people instead
 * of manuscripts.
 */
export function readersOf({ manuscriptId, workshopId }: Pick<Grant<'read'>, 'manuscriptId' | 'workshopId'>) {
  const isMember = { memberships: { some: { workshopId } } }
  const sharedWithAll = {
    workshop: { manuscripts: { some: { id: manuscriptId, workshopRole: { not: null } } } },
  }
  return {
    disabledAt: null,
    OR: [
      { collaborations: { some: { manuscriptId, role: 'author' as const } } },
      { AND: [isMember, { collaborations: { some: { manuscriptId } } }] },
      { memberships: { some: { workshopId, ...sharedWithAll } } },
    ],
  }
}
