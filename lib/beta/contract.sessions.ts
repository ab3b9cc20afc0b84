import { z } from 'zod'
import { isPlainName } from '@/lib/accounts/contract'
import { Id, line } from '@/lib/paging'
import {
  BETA_LIMITS,
  BetaQuestionView,
  BetaRelease,
  BetaVisibility,
  ContentNoteView,
  EditionSummary,
  Instant,
  Paragraph,
  Time,
  prose,
  words,
} from './contract'

const Prompt = words(BETA_LIMITS.promptCharacters)
const Option = line(BETA_LIMITS.optionCharacters)

/**
 * One question. Without `chapterId` it is asked at the end of the whole; with it at the end of that chapter, or right
 * after its `paragraph`. `options` of a scale are the words at its two ends or at each step (1 to 5 without any); a
 * choice has at least two. One that stays keeps its id, and so its answers.
 */
export const BetaQuestionBody = z
  .object({
    id: Id.optional(),
    chapterId: Id.optional(),
    paragraph: Paragraph.optional(),
    kind: z.enum(['text', 'scale', 'choice']),
    prompt: Prompt,
    options: z.array(Option).max(BETA_LIMITS.options).optional(),
  })
  .strict()
  .refine(({ paragraph, chapterId }) => paragraph === undefined || chapterId !== undefined, {
    path: ['paragraph'],
    message: 'stands in a chapter: name its chapterId',
  })
  .refine(({ kind, options }) => kind !== 'choice' || (options?.length ?? 0) >= 2, {
    path: ['options'],
    message: 'a choice has at least two options',
  })
  .refine(({ kind, options }) => kind !== 'scale' || (options?.length ?? 0) <= BETA_LIMITS.scaleSteps, {
    path: ['options'],
    message: `a scale has at most ${BETA_LIMITS.scaleSteps} steps`,
  })
  .refine(({ kind, options }) => kind !== 'text' || !options?.length, {
    path: ['options'],
    message: 'a question answered in words has no options',
  })
export type BetaQuestionBody = z.infer<typeof BetaQuestionBody>

const Questions = z.array(BetaQuestionBody).max(BETA_LIMITS.questions)

/** A stretch of a chapter, by the indices of its first and last paragraph, that a reader may rather not read. */
export const ContentNoteBody = z
  .object({
    chapterId: Id,
    from: Paragraph,
    to: Paragraph,
    what: line(BETA_LIMITS.whatCharacters),
    bridge: prose(BETA_LIMITS.bridgeCharacters).default(''),
  })
  .strict()
  .refine(({ from, to }) => from <= to, { path: ['to'], message: 'comes before `from`' })
export type ContentNoteBody = z.infer<typeof ContentNoteBody>

const ContentNotes = z.array(ContentNoteBody).max(BETA_LIMITS.contentNotes)

const settings = {
  title: line(BETA_LIMITS.titleCharacters).refine(isPlainName, 'holds invisible characters'),
  letter: prose(BETA_LIMITS.letterCharacters),
  contentNote: prose(BETA_LIMITS.contentNoteCharacters),
  opensAt: Instant.nullable(),
  closesAt: Instant.nullable(),
  sequential: z.boolean(),
  predictions: z.boolean(),
  visibility: BetaVisibility,
  release: BetaRelease,
  /** Readers who lag are reminded by the server, once a week. */
  remindsWeekly: z.boolean(),
  questions: Questions,
  contentNotes: ContentNotes,
}

/** Body of `POST /manuscripts/{id}/beta-sessions`. The chapters are read in the order in which they are named. */
export const NewBetaSession = z
  .object({
    ...settings,
    letter: settings.letter.default(''),
    contentNote: settings.contentNote.default(''),
    opensAt: settings.opensAt.default(null),
    closesAt: settings.closesAt.default(null),
    sequential: settings.sequential.default(false),
    predictions: settings.predictions.default(false),
    visibility: settings.visibility.default('never'),
    release: settings.release.default('at_once'),
    remindsWeekly: settings.remindsWeekly.default(false),
    questions: settings.questions.default([]),
    contentNotes: settings.contentNotes.default([]),
    chapters: z.array(Id).min(1, 'name at least one chapter').max(BETA_LIMITS.chapters),
  })
  .strict()
  .refine(({ chapters }) => new Set(chapters).size === chapters.length, {
    path: ['chapters'],
    message: 'names a chapter twice',
  })
export type NewBetaSession = z.infer<typeof NewBetaSession>

/** Body of `PATCH /beta-sessions/{id}`: what is absent stays. Questions and content notes are all that there are. */
export const BetaSessionChange = z
  .object(settings)
  .partial()
  .extend({
    /** Closes it now. */
    close: z.literal(true).optional(),
  })
  .strict()
  .refine((change) => Object.keys(change).length > 0, 'names nothing to change')
export type BetaSessionChange = z.infer<typeof BetaSessionChange>

/** Body of `POST /beta-sessions/{id}/editions`: a chapter's text as it is now becomes its next edition. */
export const NewEdition = z.object({ chapterId: Id }).strict()
export type NewEdition = z.infer<typeof NewEdition>

/** Body of `PATCH /beta-sessions/{id}/predictions/{predictionId}`. */
export const PredictionVerdict = z.object({ cameTrue: z.boolean().nullable() }).strict()
export type PredictionVerdict = z.infer<typeof PredictionVerdict>

/** A session as who decides about its manuscript sees it. `editions` are all, by chapter and number. */
export const BetaSessionView = z.object({
  id: Id,
  manuscriptId: Id,
  title: z.string(),
  letter: z.string(),
  contentNote: z.string(),
  opensAt: Time.nullable(),
  closesAt: Time.nullable(),
  sequential: z.boolean(),
  predictions: z.boolean(),
  visibility: BetaVisibility,
  release: BetaRelease,
  remindsWeekly: z.boolean(),
  state: z.enum(['waiting', 'open', 'closed']),
  createdAt: Time,
  editions: z.array(EditionSummary),
  questions: z.array(BetaQuestionView),
  contentNotes: z.array(ContentNoteView),
  readers: z.number().int(),
})
export type BetaSessionView = z.infer<typeof BetaSessionView>

export const BetaSessionList = z.object({ sessions: z.array(BetaSessionView), next: z.string().nullable() })
export type BetaSessionList = z.infer<typeof BetaSessionList>
