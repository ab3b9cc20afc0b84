import { z } from 'zod'
import { Id } from '@/lib/paging'
import { PersonView } from '@/lib/workshop/contract'

/** Bounds of a chapter's past. Characters are UTF-16 code units. */
export const PAST_LIMITS = {
  /** Cut passages are told of for so long (P9: 30 days). */
  cutDays: 30,
  /** Cut passages of one answer. */
  cuts: 50,
  /** Characters of a cut passage in the list; all of it is one call away. */
  excerpt: 1_200,
  searchCharacters: 200,
  /** Moments of one answer: what a slider can point at. */
  moments: 1_000,
  /** Rows and bytes of one piece of a history, about ten minutes of typing; one row is always given. */
  pieceRows: 1_000,
  pieceBytes: 512 * 1024,
} as const

const Form = {
  kind: z.enum(['paragraph', 'heading', 'sceneBreak']),
  level: z.number().int(),
  quotes: z.number().int(),
}

/** Answer of `GET /chapters/{id}/authors`: the text as it is, each piece with who wrote it. */
export const AuthorsView = z.object({
  /** Who wrote what stands there, most characters first. */
  people: z.array(z.object({ person: PersonView, words: z.number().int(), characters: z.number().int() })),
  blocks: z.array(
    z.object({
      ...Form,
      /** `by` is an index in `people`; null when nobody knows. */
      pieces: z.array(
        z.object({ text: z.string(), marks: z.array(z.string()), by: z.number().int().nullable() }),
      ),
    }),
  ),
  /** What was moved or divided before is credited to whoever did so, since the history begins then; null: none is missing. */
  since: z.iso.datetime().nullable(),
  /** The log position of the text. */
  seq: z.number().int(),
})
export type AuthorsView = z.infer<typeof AuthorsView>

/** Query of `GET /chapters/{id}/cuts`. */
export const CutsQuery = z
  .object({
    /** Words that stand in the passage, in any order; case and accents do not matter. */
    words: z.string().trim().max(PAST_LIMITS.searchCharacters).optional(),
    /** Cut at or after, and before. */
    since: z.iso.datetime().optional(),
    until: z.iso.datetime().optional(),
    limit: z.coerce.number().int().min(1).max(PAST_LIMITS.cuts).default(PAST_LIMITS.cuts),
    cursor: Id.optional(),
  })
  .strict()
export type CutsQuery = z.infer<typeof CutsQuery>

/** A passage that somebody cut. */
export const CutView = z.object({
  id: Id,
  at: z.iso.datetime(),
  /** Who cut it. */
  by: PersonView,
  words: z.number().int(),
  /** Up to 60 characters that stood before and after it. */
  before: z.string(),
  after: z.string(),
  blocks: z.array(
    z.object({
      ...Form,
      /** All that stood in the block was cut; then `before` and `after` stood in others. */
      whole: z.boolean(),
      pieces: z.array(z.object({ text: z.string(), marks: z.array(z.string()) })),
    }),
  ),
  /** False when only its beginning is given. */
  isWhole: z.boolean(),
  /** Its words stand in the text again. */
  isBack: z.boolean(),
})
export type CutView = z.infer<typeof CutView>

export const CutList = z.object({
  cuts: z.array(CutView),
  next: z.string().nullable(),
  /** How many passages the query finds. */
  found: z.number().int(),
  /** Not all that was cut before is known; null when the history is whole from the beginning. */
  since: z.iso.datetime().nullable(),
})
export type CutList = z.infer<typeof CutList>

/** Answer of bringing a passage back, and of taking it out again: the log position at which it is durable. */
export const BroughtBackView = z.object({ seq: z.number().int() })
export type BroughtBackView = z.infer<typeof BroughtBackView>

/** Body of `POST /chapters/{id}/cuts/{c}/take-out`: the log position at which the passage was brought back. */
export const TakeOutBody = z.object({ seq: z.number().int().min(1).max(Number.MAX_SAFE_INTEGER) }).strict()
export type TakeOutBody = z.infer<typeof TakeOutBody>

/** A moment of a chapter's history: what was written without a pause. */
export const MomentView = z.object({
  /** Its first and last log position. */
  from: z.number().int(),
  to: z.number().int(),
  at: z.iso.datetime(),
  /** Indexes in `people`. */
  by: z.array(z.number().int()),
  /** What came before is not kept. */
  afterGap: z.boolean(),
})
export type MomentView = z.infer<typeof MomentView>

/** Answer of `GET /chapters/{id}/history`, oldest moment first. */
export const HistoryView = z.object({
  people: z.array(PersonView),
  moments: z.array(MomentView),
  /** Which history: a restore from backup or a repair begins another, with the same positions. */
  epoch: z.number().int(),
})
export type HistoryView = z.infer<typeof HistoryView>

/** Query of `GET /chapters/{id}/history/{seq}`: of which history a piece is wanted; by default, of the one there is. */
export const PieceQuery = z.object({ epoch: z.coerce.number().int().min(1).optional() }).strict()
export type PieceQuery = z.infer<typeof PieceQuery>

/** A log position in a path: 1 is the first. */
export const Position = z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER)
