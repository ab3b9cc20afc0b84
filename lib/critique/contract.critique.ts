import { z } from 'zod'
import { Id } from '@/lib/paging'
import { ManuscriptThread, ThreadFilter } from './contract.filters'

export const CRITIQUE_FORMATS = ['json', 'md', 'csv'] as const
export type CritiqueFormat = (typeof CRITIQUE_FORMATS)[number]

/** The query of `GET /manuscripts/{id}/critique`: a format, and the filters of a list. */
export const CritiqueQuery = ThreadFilter.extend({
  format: z.enum(CRITIQUE_FORMATS).default('json'),
  chapter: Id.optional(),
}).strict()
export type CritiqueQuery = z.infer<typeof CritiqueQuery>

/** The JSON form: everything a list of threads has, in one file. */
export const CollectedCritique = z.object({
  manuscript: z.object({ id: Id, title: z.string() }),
  collectedAt: z.iso.datetime(),
  threads: z.array(ManuscriptThread),
})
