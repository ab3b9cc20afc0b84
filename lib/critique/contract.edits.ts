import { z } from 'zod'

/** Changes of one comment that are kept; nobody mends a comment more often, and each may have 10,000 characters. */
export const MOST_EDITS = 100

/** What a comment said before a change, and since when it had said so. */
export const EditView = z.object({
  version: z.number().int(),
  body: z.string(),
  writtenAt: z.iso.datetime(),
})
export type EditView = z.infer<typeof EditView>

export const EditList = z.object({ edits: z.array(EditView) })
export type EditList = z.infer<typeof EditList>
