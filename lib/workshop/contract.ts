import { z } from 'zod'
import { isPlainName } from '@/lib/accounts/contract'
import { line } from '@/lib/paging'

/** Bounds of a workshop. Characters are UTF-16 code units. */
export const WORKSHOP_LIMITS = { nameCharacters: 200 } as const

const Name = line(WORKSHOP_LIMITS.nameCharacters).refine(isPlainName, 'holds invisible characters')

export const WorkshopRoleName = z.enum(['owner', 'moderator', 'member'])

/** Body of `POST /workshops`: the caller becomes its owner. */
export const NewWorkshop = z.object({ name: Name }).strict()
export type NewWorkshop = z.infer<typeof NewWorkshop>

/** Body of `PATCH /workshops/{id}`. */
export const WorkshopChange = z.object({ name: Name }).strict()
export type WorkshopChange = z.infer<typeof WorkshopChange>

/** Body of `PUT /workshops/{id}/members/{userId}`: makes the person a member, or gives a member another role. */
export const MemberRole = z.object({ role: WorkshopRoleName }).strict()
export type MemberRole = z.infer<typeof MemberRole>

/** A person as others see him. */
export const PersonView = z.object({ userId: z.string(), name: z.string(), colour: z.string() })
export type PersonView = z.infer<typeof PersonView>

export const MemberView = PersonView.extend({ role: WorkshopRoleName, joinedAt: z.iso.datetime() })
export type MemberView = z.infer<typeof MemberView>

/** A workshop in a list; `role` is the viewer's. `manuscripts` counts those he may read. */
export const WorkshopSummary = z.object({
  id: z.string(),
  name: z.string(),
  role: WorkshopRoleName,
  members: z.number().int(),
  manuscripts: z.number().int(),
  createdAt: z.iso.datetime(),
})
export type WorkshopSummary = z.infer<typeof WorkshopSummary>

/** One workshop: `can` is what the viewer may do there; `members` are the first 500, `memberCount` is all of them. */
export const WorkshopView = z.object({
  id: z.string(),
  name: z.string(),
  role: WorkshopRoleName,
  can: z.object({ write: z.boolean(), host: z.boolean(), own: z.boolean() }),
  members: z.array(MemberView),
  memberCount: z.number().int(),
  createdAt: z.iso.datetime(),
})
export type WorkshopView = z.infer<typeof WorkshopView>

export const WorkshopList = z.object({ workshops: z.array(WorkshopSummary), next: z.string().nullable() })
export type WorkshopList = z.infer<typeof WorkshopList>

export const MemberList = z.object({ members: z.array(MemberView), next: z.string().nullable() })
export type MemberList = z.infer<typeof MemberList>
