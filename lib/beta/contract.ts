import { z } from 'zod'
import { isPlainName, PersonName, Email } from '@/lib/accounts/contract'
import { Id, line } from '@/lib/paging'

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

const Instant = z.iso.datetime({ offset: true }).max(40)

/** Text of several lines that may be empty. */
function prose(most: number) {
  return z
    .string()
    .max(most, `has at most ${most} characters`)
    .refine((text) => text.isWellFormed(), 'is not well-formed Unicode')
    .refine((text) => !text.includes('\u0000'), 'must not hold NUL characters')
}

/** Text of several lines that says something. */
function words(most: number) {
  return prose(most).refine((text) => text.trim() !== '', 'must not be empty')
}

const Paragraph = z.number().int().min(0).max(1_000_000)
const Prompt = words(BETA_LIMITS.promptCharacters)
const Option = line(BETA_LIMITS.optionCharacters)

// ---- the author's calls --------------------------------------------------------------------------------

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

/** Body of `POST /beta-sessions/{id}/invitations`: personal unless `maxUses` is more than 1. */
export const NewBetaInvitation = z
  .object({
    name: PersonName.nullish(),
    email: Email.nullish(),
    maxUses: z.number().int().min(1).max(BETA_LIMITS.usesPerInvitation).nullish(),
    expiresAt: Instant.nullish(),
  })
  .strict()
export type NewBetaInvitation = z.infer<typeof NewBetaInvitation>

/** Body of `PATCH /beta-sessions/{id}/predictions/{predictionId}`. */
export const PredictionVerdict = z.object({ cameTrue: z.boolean().nullable() }).strict()
export type PredictionVerdict = z.infer<typeof PredictionVerdict>

// ---- the readers' calls ----------------------------------------------------------------------------------

/** Body of `POST /beta-sessions/{id}/join`. A personal link that was used needs no name: it is the same reader. */
export const JoinBody = z.object({ token: z.string().min(1).max(128), name: PersonName.optional() }).strict()
export type JoinBody = z.infer<typeof JoinBody>

/** The form on the page of a link, `POST /beta/{token}/join`. What was a reader's already needs no name. */
export const JoinForm = z.object({ name: z.string().max(1_000).optional() })

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

/** Body of `PATCH /beta-sessions/{id}/me`. Switching the recording off forgets what was recorded. */
export const ReaderChange = z
  .object({
    name: PersonName.optional(),
    recordsProgress: z.boolean().optional(),
    sharesTime: z.boolean().optional(),
  })
  .strict()
  .refine((change) => Object.keys(change).length > 0, 'names nothing to change')
export type ReaderChange = z.infer<typeof ReaderChange>

// ---- views -----------------------------------------------------------------------------------------------

const Time = z.iso.datetime()

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

/** A link, without its secret. */
export const BetaInvitationView = z.object({
  id: Id,
  name: z.string().nullable(),
  email: z.string().nullable(),
  personal: z.boolean(),
  /** Whose link it is, once somebody joined through it. */
  readerId: Id.nullable(),
  createdAt: Time,
  expiresAt: Time.nullable(),
  uses: z.number().int(),
  maxUses: z.number().int(),
})
export type BetaInvitationView = z.infer<typeof BetaInvitationView>

/** The only answer that holds the link. */
export const NewBetaInvitationView = BetaInvitationView.extend({ url: z.string(), token: z.string() })
export type NewBetaInvitationView = z.infer<typeof NewBetaInvitationView>

export const BetaInvitationList = z.object({
  invitations: z.array(BetaInvitationView),
  next: z.string().nullable(),
})
export type BetaInvitationList = z.infer<typeof BetaInvitationList>

/** Somebody who has access. */
export const BetaReaderView = z.object({
  id: Id,
  name: z.string(),
  colour: z.string(),
  email: z.string().nullable(),
  /** A guest has no account here. */
  guest: z.boolean(),
  joinedAt: Time,
  lastSeenAt: Time,
  handedInAt: Time.nullable(),
  devices: z.number().int(),
})
export type BetaReaderView = z.infer<typeof BetaReaderView>

export const BetaReaderList = z.object({ readers: z.array(BetaReaderView), next: z.string().nullable() })
export type BetaReaderList = z.infer<typeof BetaReaderList>

/** What a link leads to, for who holds it; looking uses nothing up. `reader` is whose it is already. */
export const LinkLook = z.object({
  sessionId: Id,
  title: z.string(),
  manuscript: z.string(),
  author: z.string(),
  letter: z.string(),
  contentNote: z.string(),
  opensAt: Time.nullable(),
  closesAt: Time.nullable(),
  name: z.string().nullable(),
  reader: z.string().nullable(),
  /** A sentence why it works no more. */
  reason: z.string().nullable(),
})
export type LinkLook = z.infer<typeof LinkLook>

/** What joining gives. `token` opens this session and nothing else; `url` is the reader's own link, where it is new. */
export const JoinedView = z.object({
  token: z.string(),
  sessionId: Id,
  reader: z.object({ id: Id, name: z.string() }),
  url: z.string().nullable(),
})
export type JoinedView = z.infer<typeof JoinedView>

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
  newer: z.object({ id: Id, number: z.number().int() }).nullable(),
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
  }),
  chapters: z.array(ReadingChapter),
  questions: z.array(BetaQuestionView),
  answers: z.array(z.object({ questionId: Id, value: z.union([z.string(), z.number()]) })),
  predicted: z.array(z.object({ editionId: Id, body: z.string() })),
})
export type ReadingView = z.infer<typeof ReadingView>

/** One paragraph: a text block of the edition, a scene break being an empty one. Its `id` is the same in later editions. */
export const EditionParagraph = z.object({ id: z.string(), text: z.string() })
export type EditionParagraph = z.infer<typeof EditionParagraph>

/** An edition with its text. `html` is that of the whole; the element of paragraph n has `data-p="n"`. */
export const EditionView = EditionSummary.omit({ paragraphs: true }).extend({
  html: z.string(),
  paragraphs: z.array(EditionParagraph),
  contentNotes: z.array(ContentNoteView),
  questions: z.array(BetaQuestionView),
})
export type EditionView = z.infer<typeof EditionView>

/** What a reader noted. `can` says whether it is the asker's own. */
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
})
export type BetaNoteView = z.infer<typeof BetaNoteView>

export const BetaNoteList = z.object({ notes: z.array(BetaNoteView), next: z.string().nullable() })
export type BetaNoteList = z.infer<typeof BetaNoteList>

/** All that is kept of a reader, for himself. */
export const OwnRecord = z.object({ reading: ReadingView, notes: z.array(BetaNoteView) })
export type OwnRecord = z.infer<typeof OwnRecord>
