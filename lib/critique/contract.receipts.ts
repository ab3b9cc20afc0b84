import { z } from 'zod'
import { line } from '@/lib/paging'
import { PersonView } from '@/lib/workshop/contract'

/** What can have become of a note; `kept`: the words stay as they are. */
export const RECEIPT_OUTCOMES = ['used', 'partly', 'kept', 'later'] as const
export const ReceiptOutcome = z.enum(RECEIPT_OUTCOMES)
export type ReceiptOutcome = z.infer<typeof ReceiptOutcome>

/** Bounds of receipts. Characters are UTF-16 code units. */
export const RECEIPT_LIMITS = {
  /** One short line beside the outcome; whatever is longer is an answer in the note. */
  noteCharacters: 200,
  /** Of the words before and after that are kept; of longer ones what differs, and what stands around it. */
  wordsCharacters: 2_000,
} as const

/** Body of `PUT /threads/{id}/receipt`. `linked`: the server shows beside it what the words were and are. */
export const ReceiptBody = z
  .object({
    outcome: ReceiptOutcome,
    note: z.union([line(RECEIPT_LIMITS.noteCharacters), z.literal('')]).default(''),
    linked: z.boolean().default(false),
    /** Resolves the note in the same step. */
    resolve: z.boolean().default(false),
  })
  .strict()
export type ReceiptBody = z.infer<typeof ReceiptBody>

/** The words of a passage before and after, with a few around them when these stand still; `after` is empty for a cut. */
export const ReceiptChange = z.object({ before: z.string(), after: z.string() })
export type ReceiptChange = z.infer<typeof ReceiptChange>

/** What became of a note, as those who write the chapter said. `sentAt` is null until its critic was told. */
export const ReceiptView = z.object({
  outcome: ReceiptOutcome,
  note: z.string().nullable(),
  change: ReceiptChange.nullable(),
  by: PersonView,
  at: z.iso.datetime(),
  sentAt: z.iso.datetime().nullable(),
})
export type ReceiptView = z.infer<typeof ReceiptView>

/** The answer of `GET /threads/{id}/receipt`: the change that a receipt could be linked to now. */
export const ReceiptOffer = z.object({ change: ReceiptChange.nullable() })
export type ReceiptOffer = z.infer<typeof ReceiptOffer>

/** Asks for threads by their receipt; `none` for those without one that reaches the viewer. */
export const ReceiptFilter = z.enum([...RECEIPT_OUTCOMES, 'any', 'none'])
export type ReceiptFilter = z.infer<typeof ReceiptFilter>

const count = z.number().int()

/** How many notes by what became of them. */
export const ReceiptCounts = z.object({ used: count, partly: count, kept: count, later: count })
export type ReceiptCounts = z.infer<typeof ReceiptCounts>

/**
 * What is marked and not told, by critic. `told`: the next message goes to him; `waits`: a blind round binds him, and his
 * notes stay marked until he has handed in; `left`: he may not read the chapter any more, so there is no message to him.
 */
export const ReceiptsWaiting = z.object({
  critics: z.array(
    z.object({ critic: PersonView, counts: ReceiptCounts, reach: z.enum(['told', 'waits', 'left']) }),
  ),
  /** Notes of others of which nothing was said yet. */
  unmarked: count,
})
export type ReceiptsWaiting = z.infer<typeof ReceiptsWaiting>

/** What `POST /chapters/{id}/receipts` told, and to whom. */
export const ReceiptsTold = z.object({
  told: z.array(z.object({ critic: PersonView, counts: ReceiptCounts })),
  /** How many receipts of notes whose writers left can be read from now on by the others. */
  ofThoseWhoLeft: count,
})
export type ReceiptsTold = z.infer<typeof ReceiptsTold>
