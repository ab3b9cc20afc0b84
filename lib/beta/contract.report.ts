import { z } from 'zod'
import { Id } from '@/lib/paging'
import { BetaReaction, EditionSummary } from './contract'
import { BetaNoteView, ProgressView } from './contract.reading'

const Time = z.iso.datetime()

/** `GET /beta-sessions/{id}/report`: as JSON, or as a file. `edition` narrows it to one edition of a chapter. */
export const ReportQuery = z
  .object({ format: z.enum(['json', 'csv', 'md']).default('json'), edition: Id.optional() })
  .strict()
export type ReportQuery = z.infer<typeof ReportQuery>

/** A reader. `progress` is empty when he does not let it be recorded; `seconds` is null unless he shares it. */
export const ReportReader = z.object({
  id: Id,
  name: z.string(),
  colour: z.string(),
  guest: z.boolean(),
  recordsProgress: z.boolean(),
  joinedAt: Time,
  handedInAt: Time.nullable(),
  progress: z.array(ProgressView.extend({ seconds: z.number().int().nullable() })),
})
export type ReportReader = z.infer<typeof ReportReader>

const People = z.number().int()

/** How many different readers felt what at one paragraph of an edition. `people` counts each of them once. */
export const ReactionSpot = z.object({
  editionId: Id,
  paragraph: z.number().int(),
  people: People,
  byReaction: z.array(z.object({ reaction: BetaReaction, people: People })),
})
export type ReactionSpot = z.infer<typeof ReactionSpot>

/** How far readers came in an edition: who began, who finished, and how many stopped for good at which paragraph. */
export const Survival = z.object({
  editionId: Id,
  began: People,
  finished: People,
  /** How many readers came at least as far as each tenth of the chapter, from its beginning to its end. */
  reached: z.array(People).length(11),
  stops: z.array(z.object({ paragraph: z.number().int(), reader: Id, reason: z.string().nullable() })),
})
export type Survival = z.infer<typeof Survival>

/** The answers to one question. Of scales and choices `counts` tells how often each option was taken. */
export const AnsweredQuestion = z.object({
  questionId: Id,
  chapterId: Id.nullable(),
  kind: z.enum(['text', 'scale', 'choice']),
  prompt: z.string(),
  options: z.array(z.string()),
  counts: z.array(z.object({ option: z.string(), people: People })),
  answers: z.array(z.object({ readerId: Id, value: z.union([z.string(), z.number()]) })),
})
export type AnsweredQuestion = z.infer<typeof AnsweredQuestion>

export const ReportPrediction = z.object({
  id: Id,
  readerId: Id,
  editionId: Id,
  body: z.string(),
  cameTrue: z.boolean().nullable(),
})
export type ReportPrediction = z.infer<typeof ReportPrediction>

/** All that readers released, counted in people. Private notes and what is not handed in yet leave no trace here. */
export const BetaReport = z.object({
  sessionId: Id,
  title: z.string(),
  editions: z.array(EditionSummary),
  readers: z.array(ReportReader),
  survival: z.array(Survival),
  reactions: z.array(ReactionSpot),
  answers: z.array(AnsweredQuestion),
  predictions: z.array(ReportPrediction),
  notes: z.array(BetaNoteView),
})
export type BetaReport = z.infer<typeof BetaReport>

/** A prediction with what the author says of it. */
export const JudgedPrediction = ReportPrediction.pick({ id: true, cameTrue: true })
export type JudgedPrediction = z.infer<typeof JudgedPrediction>
