import { z } from 'zod'
import { PAGE_LIMIT } from '@/lib/paging'
import { PersonView } from '@/lib/workshop/contract'

/** How long something stays in the trash (RELIABILITY, P9). */
export const TRASH_KEPT_DAYS = 30
export const TRASH_KEPT_MS = TRASH_KEPT_DAYS * 24 * 60 * 60 * 1_000

export const TrashKind = z.enum(['workshop', 'manuscript', 'chapter', 'beta_session', 'thread'])
export type TrashKind = z.infer<typeof TrashKind>

/** The `next` of a list of the trash: when its last thing was put there, in milliseconds, and its id. */
const TrashCursor = z
  .string()
  .max(90)
  .regex(/^\d{1,16}-[0-9A-Za-z_-]{1,64}$/, 'is not the `next` of a list')

/** The query of `GET /trash`. */
export const TrashQuery = z
  .object({
    limit: z.coerce.number().int().min(1).max(PAGE_LIMIT).default(PAGE_LIMIT),
    cursor: TrashCursor.optional(),
  })
  .strict()
export type TrashQuery = z.infer<typeof TrashQuery>

/** Something in the trash that the viewer may bring back. */
export const TrashItem = z.object({
  kind: TrashKind,
  id: z.string(),
  /** Its title; of a thread the start of its first comment. */
  title: z.string(),
  /** The title of what it stood in; null for a workshop. */
  where: z.string().nullable(),
  trashedAt: z.iso.datetime(),
  /** When it is gone for good. */
  goneAt: z.iso.datetime(),
  /** Who put it there; null when his account is gone. */
  trashedBy: PersonView.nullable(),
})
export type TrashItem = z.infer<typeof TrashItem>

export const TrashList = z.object({ items: z.array(TrashItem), next: z.string().nullable() })
export type TrashList = z.infer<typeof TrashList>
