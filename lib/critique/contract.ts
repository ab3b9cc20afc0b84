import { z } from 'zod'
import { Id } from '@/lib/paging'
import { Replacement } from './contract.suggestions'
import { PersonView } from '@/lib/workshop/contract'
import { CategoryKey, USUAL_CATEGORIES } from './contract.categories'
import { Mentions } from './contract.mentions'
import { ReactionView } from './contract.reactions'
import { ReceiptView } from './contract.receipts'

/** Bounds of critique. Characters are UTF-16 code units. */
export const CRITIQUE_LIMITS = {
  /** The longest comment of the field (AO3); Outline has 1,000. */
  commentCharacters: 10_000,
  /** A quote that names a passage; longer passages come with an anchor. */
  quoteCharacters: 20_000,
  contextCharacters: 1_000,
  /** An encoded relative position in base64; they have about 20 characters. */
  positionCharacters: 400,
  /** Ten times what a chapter of 30,000 words has seen; keeps a list of all placements one short step. */
  threadsPerChapter: 5_000,
  commentsPerThread: 1_000,
} as const

/** What a thread is about: a key of its workshop's categories. */
export const CategoryName = CategoryKey
export type Category = z.infer<typeof CategoryName>

/** The keys that every workshop begins with. */
export const CATEGORIES = USUAL_CATEGORIES.map(({ key }) => key)

const Body = z
  .string()
  .max(CRITIQUE_LIMITS.commentCharacters, `has at most ${CRITIQUE_LIMITS.commentCharacters} characters`)
  .refine((body) => body.trim() !== '', 'must not be empty')
  .refine((body) => body.isWellFormed(), 'is not well-formed Unicode')
  .refine((body) => !body.includes('\u0000'), 'must not hold NUL characters')

const Position = z.string().min(1).max(CRITIQUE_LIMITS.positionCharacters)

/** Two encoded Yjs relative positions in base64: the first and the last character of a passage. */
export const PassageEnds = z.object({ start: Position, end: Position }).strict()
export type PassageEnds = z.infer<typeof PassageEnds>

/** The words of a passage, and what stands around them when they stand more than once. */
export const QuoteBody = z
  .object({
    exact: z.string().min(1).max(CRITIQUE_LIMITS.quoteCharacters),
    prefix: z.string().max(CRITIQUE_LIMITS.contextCharacters).optional(),
    suffix: z.string().max(CRITIQUE_LIMITS.contextCharacters).optional(),
  })
  .strict()

/** Body of `POST /chapters/{id}/threads`. Without `anchor` and `quote` the thread is about the whole chapter. */
export const NewThread = z
  .object({
    kind: z.enum(['comment', 'suggestion'], 'is comment or suggestion: reader notes come by a beta session'),
    quote: QuoteBody.optional(),
    anchor: PassageEnds.optional(),
    /** Needed for a comment; a suggestion may go without a remark. */
    body: z.union([Body, z.literal('')]).default(''),
    category: CategoryName.optional(),
    /** The new words of a suggestion, empty for a cut. */
    replacement: Replacement.optional(),
    mentions: Mentions,
    /** In a round of critique: a critic's own until he hands in, or open at once where the round allows that. */
    visibility: z.enum(['private', 'open']).optional(),
  })
  .strict()
  .refine(({ kind, body }) => kind !== 'comment' || body !== '', 'body: must not be empty')
  .refine(
    ({ kind, quote, anchor }) => kind !== 'suggestion' || quote || anchor,
    'quote: a suggestion needs the passage whose words it changes',
  )
  .refine(
    ({ kind, replacement }) => (kind === 'suggestion') === (replacement !== undefined),
    'replacement: belongs to a suggestion, and each has one',
  )
export type NewThread = z.infer<typeof NewThread>

/** Body of `POST /threads/{id}/comments` and `PATCH /comments/{id}`. */
export const CommentBody = z.object({ body: Body, mentions: Mentions }).strict()
export type CommentBody = z.infer<typeof CommentBody>

/** Body of `PATCH /threads/{id}`. */
export const ThreadChange = z
  .object({ status: z.enum(['open', 'resolved']).optional(), category: CategoryName.nullable().optional() })
  .strict()
  .refine(({ status, category }) => status !== undefined || category !== undefined, 'names nothing to change')
export type ThreadChange = z.infer<typeof ThreadChange>

/**
 * Where a thread's passage is in the text as everyone has it now. Offsets are UTF-16 code units of plain text,
 * end-exclusive; `text` is what stands there. Unplaced: `from` = `to` = `near`, `text` is empty; `nearTo` ends the new
 * words of a rewritten passage; `candidates` are the passages an unsure one may be.
 */
export const PlacementView = z.object({
  state: z.enum(['exact', 'moved', 'unplaced']),
  from: z.number().int(),
  to: z.number().int(),
  text: z.string(),
  reason: z.enum(['rewritten', 'gone', 'unsure']).optional(),
  near: z.number().int().optional(),
  nearTo: z.number().int().optional(),
  candidates: z.array(z.object({ from: z.number().int(), to: z.number().int() })).optional(),
})
export type PlacementView = z.infer<typeof PlacementView>

/** What a thread knows of its passage, as `lib/text` encodes it: browsers place it in the text they show. */
export const AnchorView = z.object({
  start: z.string(),
  end: z.string(),
  left: z.string(),
  right: z.string(),
  block: z.string(),
  before: z.string().nullable(),
  after: z.string().nullable(),
  quote: z.string(),
  prefix: z.string(),
  suffix: z.string(),
  from: z.number().int(),
  twins: z.array(z.string()),
  crowded: z.boolean(),
  movedScore: z.number().nullable(),
})

/** A message. A deleted one keeps its place while others answer it, without its words. */
export const CommentView = z.object({
  id: Id,
  threadId: Id,
  author: PersonView,
  body: z.string(),
  createdAt: z.iso.datetime(),
  editedAt: z.iso.datetime().nullable(),
  deleted: z.boolean(),
  reactions: z.array(ReactionView),
  mentions: z.array(PersonView),
})
export type CommentView = z.infer<typeof CommentView>

/**
 * A thread with its comments, oldest first. `private`: it is its author's alone as yet; `independent`: it was written in a
 * blind round before its author saw what others wrote. `can` is what the viewer may do with it.
 */
export const ThreadView = z.object({
  id: Id,
  chapterId: Id,
  kind: z.enum(['comment', 'suggestion', 'reader_note']),
  category: CategoryName.nullable(),
  status: z.enum(['open', 'resolved', 'accepted', 'rejected']),
  author: PersonView,
  quote: z.string().nullable(),
  /** The new words of a suggestion, empty for a cut; null on other threads. */
  replacement: z.string().nullable(),
  /** Whether an open suggestion can be accepted: its very words stand there. Null on other threads. */
  fits: z.boolean().nullable(),
  anchor: AnchorView.nullable(),
  placement: PlacementView.nullable(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
  resolvedAt: z.iso.datetime().nullable(),
  resolvedBy: PersonView.nullable(),
  comments: z.array(CommentView),
  visibility: z.enum(['private', 'released']),
  independent: z.boolean(),
  packageId: Id.nullable(),
  /** What became of it: for those who write the chapter at once, for everyone else when it was told. */
  receipt: ReceiptView.nullable(),
  can: z.object({
    reply: z.boolean(),
    resolve: z.boolean(),
    delete: z.boolean(),
    pin: z.boolean(),
    /** Accept, reject and take back a suggestion. */
    decide: z.boolean(),
  }),
})
export type ThreadView = z.infer<typeof ThreadView>

export const ThreadList = z.object({ threads: z.array(ThreadView), next: z.string().nullable() })
export type ThreadList = z.infer<typeof ThreadList>
