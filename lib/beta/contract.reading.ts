import { z } from 'zod'
import { PersonName } from '@/lib/accounts/contract'
import { PlacementView } from '@/lib/critique/contract'
import { Id, PageQuery } from '@/lib/paging'
import {
  BETA_LIMITS,
  BetaQuestionView,
  BetaReaction,
  BetaRelease,
  BetaVisibility,
  EditionSummary,
  Paragraph,
  Time,
  prose,
  words,
} from './contract'

/** The form at the end of a chapter, `POST /read/{session}/{edition}/finished`: the last paragraph, and a guess. */
export const FinishedForm = z.object({
  paragraph: z.coerce.number().pipe(Paragraph),
  prediction: prose(BETA_LIMITS.predictionCharacters).optional(),
})

/**
 * Body of `PUT /beta-sessions/{id}/progress`. `paragraph` is the index of the one read last. Reading the last one
 * finishes the chapter, as `finished` does. `stopped`: not a word further, and no reminders.
 */
export const ProgressBody = z
  .object({
    editionId: Id,
    paragraph: Paragraph,
    finished: z.boolean().optional(),
    stopped: z
      .object({ reason: prose(BETA_LIMITS.reasonCharacters).optional() })
      .strict()
      .nullable()
      .optional(),
    seconds: z.number().int().min(0).max(BETA_LIMITS.secondsPerReport).optional(),
  })
  .strict()
export type ProgressBody = z.infer<typeof ProgressBody>

const Quote = z
  .object({
    exact: z.string().min(1).max(BETA_LIMITS.quoteCharacters),
    prefix: z.string().max(BETA_LIMITS.contextCharacters).optional(),
    suffix: z.string().max(BETA_LIMITS.contextCharacters).optional(),
  })
  .strict()

const noteWords = {
  body: prose(BETA_LIMITS.noteCharacters),
  reaction: BetaReaction.nullable(),
  private: z.boolean(),
  typo: z.boolean(),
}

/**
 * Body of `POST /beta-sessions/{id}/notes`. `quote` are words of the edition, bare or with what stands around them;
 * without it `paragraph` is meant as a whole, with it that is where they begin. A note says something: words, a reaction,
 * or that it is a typo. `id` may be chosen by the sender, so that what is sent twice is kept once.
 */
export const NewBetaNote = z
  .object({
    id: z
      .string()
      .regex(/^[0-9a-hjkmnp-tv-z]{20}$/, 'is 20 characters of Crockford’s base 32')
      .optional(),
    editionId: Id,
    quote: z.union([Quote, z.string().min(1).max(BETA_LIMITS.quoteCharacters)]).optional(),
    paragraph: Paragraph.optional(),
    body: noteWords.body.default(''),
    reaction: noteWords.reaction.default(null),
    private: noteWords.private.default(false),
    typo: noteWords.typo.default(false),
  })
  .strict()
  .refine(({ quote, paragraph }) => quote !== undefined || paragraph !== undefined, {
    path: ['quote'],
    message: 'name the words, or the paragraph',
  })
  .refine(({ body, reaction, typo }) => body.trim() !== '' || reaction !== null || typo, {
    path: ['body'],
    message: 'say something: words, a reaction, or that it is a typo',
  })
export type NewBetaNote = z.infer<typeof NewBetaNote>

/** Body of `PATCH /beta-sessions/{id}/notes/{noteId}`: what is absent stays. */
export const BetaNoteChange = z
  .object(noteWords)
  .partial()
  .strict()
  .refine((change) => Object.keys(change).length > 0, 'names nothing to change')
export type BetaNoteChange = z.infer<typeof BetaNoteChange>

/** Words; a step of a scale, from 1; or the index of a choice, from 0. Null takes the answer back. */
const AnswerValue = z.union([prose(BETA_LIMITS.answerCharacters), z.number().int().min(0).max(100), z.null()])

/** Body of `POST /beta-sessions/{id}/answers`: others stay. */
export const AnswersBody = z
  .object({
    answers: z
      .array(z.object({ questionId: Id, value: AnswerValue }).strict())
      .min(1)
      .max(BETA_LIMITS.questions),
  })
  .strict()
export type AnswersBody = z.infer<typeof AnswersBody>

/** Body of `PUT /beta-sessions/{id}/predictions`: what the reader thinks will happen after this edition. */
export const PredictionBody = z
  .object({ editionId: Id, body: words(BETA_LIMITS.predictionCharacters) })
  .strict()
export type PredictionBody = z.infer<typeof PredictionBody>

/**
 * Body of `PATCH /beta-sessions/{id}/me`. Switching the recording off forgets what was recorded; `reminder: null` puts away
 * the one that stands in the room.
 */
export const ReaderChange = z
  .object({
    name: PersonName.optional(),
    recordsProgress: z.boolean().optional(),
    sharesTime: z.boolean().optional(),
    reminder: z.null().optional(),
  })
  .strict()
  .refine((change) => Object.keys(change).length > 0, 'names nothing to change')
export type ReaderChange = z.infer<typeof ReaderChange>

/** How far a reader is in an edition, as he and, unless he switched that off, the author see it. */
export const ProgressView = z.object({
  editionId: Id,
  paragraph: z.number().int(),
  furthest: z.number().int(),
  finished: z.boolean(),
  stopped: z.object({ reason: z.string().optional(), at: Time }).optional(),
  updatedAt: Time,
})
export type ProgressView = z.infer<typeof ProgressView>

/** A chapter as its reader finds it. `locked` says why it is not open yet. */
export const ReadingChapter = EditionSummary.extend({
  /** A later edition than the one that he reads. */
  newer: z
    .object({
      id: Id,
      number: z.number().int(),
      /** He has read in the one he has, so that what changed since can be shown. */
      compared: z.boolean(),
    })
    .nullable(),
  locked: z.enum(['unfinished', 'prediction']).nullable(),
  progress: ProgressView.nullable(),
})
export type ReadingChapter = z.infer<typeof ReadingChapter>

/** All that a reader's first page needs. */
export const ReadingView = z.object({
  id: Id,
  title: z.string(),
  manuscript: z.string(),
  author: z.string(),
  language: z.string(),
  letter: z.string(),
  contentNote: z.string(),
  opensAt: Time.nullable(),
  closesAt: Time.nullable(),
  state: z.enum(['waiting', 'open', 'closed']),
  sequential: z.boolean(),
  predictions: z.boolean(),
  visibility: BetaVisibility,
  release: BetaRelease,
  reader: z.object({
    id: Id,
    name: z.string(),
    guest: z.boolean(),
    handedInAt: Time.nullable(),
    recordsProgress: z.boolean(),
    sharesTime: z.boolean(),
    /** The last time. */
    remindedAt: Time.nullable(),
    /** What stands in his room until he reads on or puts it away; `word` is the author's, or empty. */
    reminder: z.object({ at: Time, word: z.string() }).nullable(),
  }),
  chapters: z.array(ReadingChapter),
  questions: z.array(BetaQuestionView),
  answers: z.array(z.object({ questionId: Id, value: z.union([z.string(), z.number()]) })),
  predicted: z.array(z.object({ editionId: Id, body: z.string() })),
})
export type ReadingView = z.infer<typeof ReadingView>

/** Query of `GET /beta-sessions/{id}/notes`: `in` is an edition in which a reader's own earlier notes are placed. */
export const NotesQuery = PageQuery.extend({ in: Id.optional() })
export type NotesQuery = z.infer<typeof NotesQuery>

/** Where a note of an earlier edition stands in a later one of its chapter. */
export const CarriedView = z.object({
  /** The later edition. */
  editionId: Id,
  /** The number of the edition that the note was made in. */
  number: z.number().int(),
  /** The paragraph of the later edition; of what has no place there any more, the nearest one. */
  paragraph: z.number().int(),
  placement: PlacementView,
})
export type CarriedView = z.infer<typeof CarriedView>

/** What a reader noted. `mine` says whether it is the asker's own. */
export const BetaNoteView = z.object({
  id: Id,
  editionId: Id,
  chapterId: Id,
  reader: z.object({ id: Id, name: z.string(), colour: z.string() }),
  from: z.number().int(),
  to: z.number().int(),
  paragraph: z.number().int(),
  quote: z.string(),
  body: z.string(),
  reaction: BetaReaction.nullable(),
  typo: z.boolean(),
  private: z.boolean(),
  createdAt: Time,
  editedAt: Time.nullable(),
  /** Since when the author may see it; null while it is its reader's alone. */
  releasedAt: Time.nullable(),
  mine: z.boolean(),
  /** Of one's own on an earlier edition, when the list is asked for in a later one. */
  carried: CarriedView.optional(),
})
export type BetaNoteView = z.infer<typeof BetaNoteView>

export const BetaNoteList = z.object({ notes: z.array(BetaNoteView), next: z.string().nullable() })
export type BetaNoteList = z.infer<typeof BetaNoteList>

/** All that is kept of a reader, for himself. */
export const OwnRecord = z.object({ reading: ReadingView, notes: z.array(BetaNoteView) })
export type OwnRecord = z.infer<typeof OwnRecord>
