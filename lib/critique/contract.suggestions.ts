import { z } from 'zod'
import { Id } from '@/lib/paging'

/** New words for a passage, in plain text; empty for a cut, a line break divides a paragraph. UTF-16 code units. */
export const REPLACEMENT_CHARACTERS = 20_000

export const Replacement = z
  .string()
  .max(REPLACEMENT_CHARACTERS, `has at most ${REPLACEMENT_CHARACTERS} characters`)
  .refine((words) => words.isWellFormed(), 'is not well-formed Unicode')
  .transform((words) => words.replace(/\r\n?/g, '\n').replace(/\n{2,}/g, '\n'))
  .refine((words) => !/[^\P{Cc}\n\t]/u.test(words), 'must not hold control characters')

/** Body of `POST /chapters/{id}/suggestions/accept` and `…/reject`: all open ones of one person. */
export const SuggestionsOf = z.object({ authorId: Id.regex(/^[\w-]+$/, 'is no id of a person') }).strict()
export type SuggestionsOf = z.infer<typeof SuggestionsOf>

/** What became of several suggestions: ids of threads. `changed`: their words have changed, and they stay open. */
export const SuggestionsDecided = z.object({ decided: z.array(Id), changed: z.array(Id) })
export type SuggestionsDecided = z.infer<typeof SuggestionsDecided>
