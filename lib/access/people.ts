import { database } from '@/lib/db/client'
import { roleOn } from './authorize'
import { MANUSCRIPT_VERBS, type ManuscriptRole, type ManuscriptVerb } from './contract'
import { PRESENT } from './visible'

/** People and their roles on one manuscript. */
export type Roles = ReadonlyMap<string, ManuscriptRole>

/**
 * Everybody who has a role on a manuscript that is not in the trash, with it: the same rule as `authorize`, for all at
 * once. People whose account is disabled are left out.
 */
export async function rolesOn(manuscriptId: string): Promise<Roles> {
  const manuscript = await database().manuscript.findUnique({
    where: { id: manuscriptId, ...PRESENT, workshop: PRESENT },
    select: {
      workshopRole: true,
      collaborators: { where: { user: { disabledAt: null } }, select: { userId: true, role: true } },
      workshop: {
        select: {
          members: { where: { user: { disabledAt: null } }, select: { userId: true, role: true } },
        },
      },
    },
  })
  const roles = new Map<string, ManuscriptRole>()
  if (!manuscript) return roles
  const { workshopRole, collaborators, workshop } = manuscript
  const own = new Map(collaborators.map((row) => [row.userId, row]))
  const members = new Map(workshop.members.map((row) => [row.userId, row]))
  for (const userId of new Set([...own.keys(), ...members.keys()])) {
    const [his, membership] = [own.get(userId), members.get(userId)]
    const role = roleOn({
      workshopRole,
      collaborators: his ? [his] : [],
      workshop: { members: membership ? [membership] : [] },
    })
    if (role) roles.set(userId, role)
  }
  return roles
}

/** Of `roles`, those who may do `verb`. */
export function whoMay(roles: Roles, verb: ManuscriptVerb): string[] {
  return [...roles].filter(([, role]) => MANUSCRIPT_VERBS[role].includes(verb)).map(([userId]) => userId)
}
