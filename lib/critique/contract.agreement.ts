import { z } from 'zod'
import { Id } from '@/lib/paging'

/** The query of `GET /chapters/{id}/agreement`: with `round` only what belongs to the packages of that round. */
export const AgreementQuery = z.object({ round: Id.optional() }).strict()
export type AgreementQuery = z.infer<typeof AgreementQuery>

/**
 * Whole sentences that the same people marked. `people` are different ones, in all and in each category. `category` null:
 * suggestions without a category (`suggests`), or notes without one. Offsets as those of placements.
 */
export const PassageView = z.object({
  from: z.number().int(),
  to: z.number().int(),
  text: z.string(),
  people: z.number().int(),
  categories: z.array(
    z.object({ category: z.string().nullable(), suggests: z.boolean(), people: z.number().int() }),
  ),
  disagree: z.boolean(),
  threadIds: z.array(Id),
})
export type PassageView = z.infer<typeof PassageView>

/** The marked passages of a chapter in the order of its text, and how many people marked anything in it. */
export const AgreementView = z.object({ passages: z.array(PassageView), people: z.number().int() })
export type AgreementView = z.infer<typeof AgreementView>
