import { z } from 'zod'
import { Id, PageQuery } from '@/lib/paging'
import { ThreadView } from './contract'
import { ReceiptFilter } from './contract.receipts'

/** What is searched for at once, in UTF-16 code units; longer than any sentence somebody remembers. */
export const MOST_SEARCHED = 200

/** Asks for threads without a category. */
export const NO_CATEGORY = 'none'

const Words = z
  .string()
  .trim()
  .min(1, 'must not be empty')
  .max(MOST_SEARCHED, `has at most ${MOST_SEARCHED} characters`)
  .refine((words) => words.isWellFormed(), 'is not well-formed Unicode')

/**
 * Which threads: all of what is named has to hold. `author` opened it; `q` stands in its quote or in one of its
 * comments, upper and lower case alike; `category` is a key, or `none`; `settled` is every status but `open`; `receipt` is
 * what became of it, or `any`, or `none`.
 */
export const ThreadFilter = z
  .object({
    author: Id.optional(),
    /** `critique`: every kind but what beta readers noted. */
    kind: z.enum([...ThreadView.shape.kind.options, 'critique']).optional(),
    status: z.enum([...ThreadView.shape.status.options, 'settled']).optional(),
    category: Id.optional(),
    q: Words.optional(),
    receipt: ReceiptFilter.optional(),
  })
  .strict()
export type ThreadFilter = z.infer<typeof ThreadFilter>

/** The query of `GET /chapters/{id}/threads`. */
export const ThreadQuery = PageQuery.extend(ThreadFilter.shape).strict()
export type ThreadQuery = z.infer<typeof ThreadQuery>

/** The query of `GET /manuscripts/{id}/threads`: `chapter` is a chapter's id. */
export const ManuscriptThreadQuery = ThreadQuery.extend({ chapter: Id.optional() }).strict()
export type ManuscriptThreadQuery = z.infer<typeof ManuscriptThreadQuery>

/** A thread with the chapter it is in. */
export const ManuscriptThread = ThreadView.extend({
  chapter: z.object({ id: Id, title: z.string(), position: z.number().int() }),
})
export type ManuscriptThread = z.infer<typeof ManuscriptThread>

/** Threads by chapter, oldest first in each. `total` counts all that the filter lets through, on every page. */
export const ManuscriptThreadList = z.object({
  threads: z.array(ManuscriptThread),
  total: z.number().int(),
  next: z.string().nullable(),
})
export type ManuscriptThreadList = z.infer<typeof ManuscriptThreadList>
