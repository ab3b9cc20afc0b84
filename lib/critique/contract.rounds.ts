import { z } from 'zod'
import { Id, line } from '@/lib/paging'
import { PersonView } from '@/lib/workshop/contract'

/** Bounds of rounds. Characters are UTF-16 code units. */
export const ROUND_LIMITS = {
  /** What the author wants to know: a letter, not a line. */
  questionCharacters: 2_000,
  /** A form that somebody answers for each chapter; the longest of the field's has 14 questions. */
  questions: 20,
  formQuestionCharacters: 500,
  /** An overall remark is the longest thing a critic writes: twice a comment. */
  remarkCharacters: 20_000,
  answerCharacters: 10_000,
  /** An encoded relative position in base64, as of anchors. */
  placeCharacters: 400,
  /** A chapter that is asked about once a week for nine years. */
  roundsPerChapter: 500,
} as const

const { remarkCharacters, answerCharacters, questionCharacters } = ROUND_LIMITS

/** Text of several lines that may be empty. */
function prose(most: number) {
  return z
    .string()
    .max(most, `has at most ${most} characters`)
    .refine((text) => text.isWellFormed(), 'is not well-formed Unicode')
    .refine((text) => !text.includes('\u0000'), 'must not hold NUL characters')
}

/** One question of a form. */
export const FormQuestion = z.object({ id: Id, text: z.string() })
export type FormQuestion = z.infer<typeof FormQuestion>

/** The questions of a form, in their order. */
export const CritiqueForm = z.object({ questions: z.array(FormQuestion) })
export type CritiqueForm = z.infer<typeof CritiqueForm>

/** A question as it is sent: one that stays keeps its id, so that answers go on belonging to it. */
const SentQuestion = z.object({ id: Id.optional(), text: line(ROUND_LIMITS.formQuestionCharacters) }).strict()

const SentQuestions = z
  .array(SentQuestion)
  .max(ROUND_LIMITS.questions, `has at most ${ROUND_LIMITS.questions} questions`)

/** Body of `PUT /workshops/{id}/critique-form`. No questions: no form. */
export const CritiqueFormChange = z.object({ questions: SentQuestions }).strict()
export type CritiqueFormChange = z.infer<typeof CritiqueFormChange>

const Question = prose(questionCharacters).refine((text) => text.trim() !== '', 'must not be empty')
const Instant = z.iso.datetime({ offset: true }).max(40)

/**
 * Body of `POST /chapters/{id}/rounds`. Without `questions` the workshop's form is asked; `endsAt` null or absent: until
 * the author ends it.
 */
export const NewRound = z
  .object({
    question: Question,
    endsAt: Instant.nullable().optional(),
    isBlind: z.boolean().default(false),
    allowsOpen: z.boolean().default(false),
    questions: SentQuestions.optional(),
  })
  .strict()
export type NewRound = z.infer<typeof NewRound>

/** Body of `PATCH /rounds/{id}`: another question or date, or the end of it now. */
export const RoundChange = z
  .object({
    question: Question.optional(),
    endsAt: Instant.nullable().optional(),
    end: z.literal(true).optional(),
  })
  .strict()
  .refine((change) => Object.keys(change).length > 0, 'names nothing to change')
export type RoundChange = z.infer<typeof RoundChange>

const Place = z
  .string()
  .max(ROUND_LIMITS.placeCharacters)
  .regex(/^[A-Za-z0-9+/]+={0,2}$/, 'is no encoded position')

/** Body of `PUT /rounds/{id}/package`: what is absent stays. `answers` by question id are all that there are. */
export const PackageChange = z
  .object({
    remark: prose(remarkCharacters).optional(),
    answers: z.record(Id, prose(answerCharacters)).optional(),
    place: Place.nullable().optional(),
  })
  .strict()
  .refine((change) => Object.keys(change).length > 0, 'names nothing to change')
export type PackageChange = z.infer<typeof PackageChange>

/**
 * What one critic gives to one round. `notes` are ids of its threads that reach the viewer, oldest first; `held` counts
 * those that are its critic's alone, and is 0 for everybody else. `place` is told to nobody else either.
 */
export const PackageView = z.object({
  id: Id,
  roundId: Id,
  critic: PersonView,
  remark: z.string(),
  answers: z.record(Id, z.string()),
  notes: z.array(Id),
  held: z.number().int(),
  progress: z.object({ answered: z.number().int(), questions: z.number().int() }),
  place: z.string().nullable(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
  handedInAt: z.iso.datetime().nullable(),
  firstHandedInAt: z.iso.datetime().nullable(),
  /** Its remark and answers were written before its critic saw what others wrote in the round. */
  independent: z.boolean(),
  can: z.object({ write: z.boolean(), handIn: z.boolean(), withdraw: z.boolean() }),
})
export type PackageView = z.infer<typeof PackageView>

/**
 * A round of critique. `endedAt` is when it ended, also by its date. `isBound`: the viewer sees nothing that others write
 * in it yet. `handedIn` are the packages of others that reach him, `mine` is his own.
 */
export const RoundView = z.object({
  id: Id,
  chapterId: Id,
  askedBy: PersonView,
  startedAt: z.iso.datetime(),
  question: z.string(),
  form: CritiqueForm,
  isBlind: z.boolean(),
  allowsOpen: z.boolean(),
  endsAt: z.iso.datetime().nullable(),
  endedAt: z.iso.datetime().nullable(),
  isBound: z.boolean(),
  mine: PackageView.nullable(),
  handedIn: z.array(PackageView),
  can: z.object({ write: z.boolean(), change: z.boolean() }),
})
export type RoundView = z.infer<typeof RoundView>

export const RoundList = z.object({ rounds: z.array(RoundView), next: z.string().nullable() })
export type RoundList = z.infer<typeof RoundList>
