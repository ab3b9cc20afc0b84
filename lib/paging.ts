import { z } from 'zod'

/** Most rows of one answer of a list, and how many it has when nothing else is asked for (DESIGN §6). */
export const PAGE_LIMIT = 500

/** An id in a path, a query or a body. */
export const Id = z
  .string()
  .min(1)
  .max(64)
  .refine((id) => id.isWellFormed(), 'is not well-formed Unicode')

/** The query of every list: `cursor` is the `next` of the answer before. */
export const PageQuery = z
  .object({
    limit: z.coerce.number().int().min(1).max(PAGE_LIMIT).default(PAGE_LIMIT),
    cursor: Id.optional(),
  })
  .strict()

export type Page = z.infer<typeof PageQuery>

/** One line of text that people read: a name or a title. Trimmed, without control characters or broken Unicode. */
export function line(maxLength: number) {
  return z
    .string()
    .trim()
    .min(1, 'must not be empty')
    .max(maxLength, `has at most ${maxLength} characters`)
    .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'is one line of text without control characters')
}

/**
 * Cuts what was read with `take: limit + 1` into a page.
 * @returns the rows, and the cursor of the next page or null when this is the last
 */
export function pageOf<Row>(rows: Row[], limit: number, cursorOf: (row: Row) => string) {
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return { rows: page, next: rows.length > limit && last ? cursorOf(last) : null }
}
