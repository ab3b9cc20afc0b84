import { z } from 'zod'
import { Id } from '@/lib/paging'

/** Bounds of beta sessions. Characters are UTF-16 code units. */
export const BETA_LIMITS = {
  sessionsPerManuscript: 200,
  titleCharacters: 200,
  /** A letter, not a line. */
  letterCharacters: 10_000,
  contentNoteCharacters: 2_000,
  /** A novel has 40 chapters. */
  chapters: 200,
  editionsPerChapter: 100,
  questions: 200,
  promptCharacters: 500,
  options: 20,
  optionCharacters: 200,
  contentNotes: 200,
  whatCharacters: 200,
  bridgeCharacters: 2_000,
  /** Live links of a session. */
  invitations: 500,
  /** People who come through one open link. */
  usesPerInvitation: 500,
  readers: 1_000,
  devicesPerReader: 50,
  /** Notes and reactions of one reader in one session. */
  notesPerReader: 2_000,
  noteCharacters: 10_000,
  quoteCharacters: 20_000,
  contextCharacters: 1_000,
  answerCharacters: 10_000,
  predictionCharacters: 2_000,
  reasonCharacters: 1_000,
  /** The author's own word with a reminder. */
  reminderCharacters: 500,
  /** Days without anybody's being here after which he lags, and days between two reminders. */
  reminderDays: 7,
  /** A scale has at most so many steps. */
  scaleSteps: 10,
  /** Seconds that one report of progress may add: a reader who turns pages reports more often. */
  secondsPerReport: 600,
} as const

/** What a reader may feel at a passage. */
export const BETA_REACTIONS = [
  'loved',
  'laughed',
  'moved',
  'tense',
  'confused',
  'bored',
  'lost',
  'disbelief',
] as const

export const BetaReaction = z.enum(BETA_REACTIONS)
export type BetaReaction = z.infer<typeof BetaReaction>

export const BetaVisibility = z.enum(['never', 'after_hand_in', 'always'])
export type BetaVisibility = z.infer<typeof BetaVisibility>

export const BetaRelease = z.enum(['at_once', 'hand_in'])
export type BetaRelease = z.infer<typeof BetaRelease>

/** A moment as it is sent. */
export const Instant = z.iso.datetime({ offset: true }).max(40)

/** Text of several lines that may be empty. */
export function prose(most: number) {
  return z
    .string()
    .max(most, `has at most ${most} characters`)
    .refine((text) => text.isWellFormed(), 'is not well-formed Unicode')
    .refine((text) => !text.includes('\u0000'), 'must not hold NUL characters')
}

/** Text of several lines that says something. */
export function words(most: number) {
  return prose(most).refine((text) => text.trim() !== '', 'must not be empty')
}

/** The index of a paragraph, from 0. */
export const Paragraph = z.number().int().min(0).max(1_000_000)

/** A moment as it is answered. */
export const Time = z.iso.datetime()

export const BetaQuestionView = z.object({
  id: Id,
  chapterId: Id.nullable(),
  /** In the newest edition; null at the end of the chapter, or of the whole. */
  paragraph: z.number().int().nullable(),
  kind: z.enum(['text', 'scale', 'choice']),
  prompt: z.string(),
  options: z.array(z.string()),
})
export type BetaQuestionView = z.infer<typeof BetaQuestionView>

export const ContentNoteView = z.object({
  id: Id,
  chapterId: Id,
  from: z.number().int(),
  to: z.number().int(),
  what: z.string(),
  bridge: z.string(),
})
export type ContentNoteView = z.infer<typeof ContentNoteView>

/** One edition, without its text. `id` and `editionId` are the same. */
export const EditionSummary = z.object({
  id: Id,
  editionId: Id,
  chapterId: Id,
  title: z.string(),
  number: z.number().int(),
  position: z.number().int(),
  words: z.number().int(),
  paragraphs: z.number().int(),
  issuedAt: Time,
})
export type EditionSummary = z.infer<typeof EditionSummary>

/** One paragraph: a text block of the edition, a scene break being an empty one. Its `id` is the same in later editions. */
const EditionParagraph = z.object({ id: z.string(), text: z.string() })

/** An edition with its text. `html` is that of the whole; the element of paragraph n has `data-p="n"`. */
export const EditionView = EditionSummary.omit({ paragraphs: true }).extend({
  html: z.string(),
  paragraphs: z.array(EditionParagraph),
  contentNotes: z.array(ContentNoteView),
  questions: z.array(BetaQuestionView),
})
export type EditionView = z.infer<typeof EditionView>
