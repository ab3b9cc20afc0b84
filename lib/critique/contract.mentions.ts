import { z } from 'zod'
import { PersonView } from '@/lib/workshop/contract'

/** Most people that one comment calls. */
export const MOST_MENTIONED = 20

/** Ids of people a comment calls; each may read the chapter. Sent with a change they replace those before. */
export const Mentions = z
  .array(z.string().min(1).max(64))
  .max(MOST_MENTIONED, `calls at most ${MOST_MENTIONED} people`)
  .optional()

/** Who may read a chapter, by name. */
export const ReaderList = z.object({ people: z.array(PersonView), next: z.string().nullable() })
export type ReaderList = z.infer<typeof ReaderList>
