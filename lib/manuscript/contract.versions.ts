import { z } from 'zod'
import { CategoryName, PlacementView } from '@/lib/critique/contract'
import { Id, line } from '@/lib/paging'
import { PersonView } from '@/lib/workshop/contract'

/** Bounds of versions. Characters are UTF-16 code units. */
export const VERSION_LIMITS = {
  nameCharacters: 120,
  /** Named ones are never thinned; more than these on one chapter are a script that went wrong. */
  named: 1_000,
} as const

/**
 * `automatic` ones are recorded while people write and thinned with age; `named` by a person; `before_restore` and
 * `before_import` by the server before it changes the text for somebody.
 */
export const VersionKindName = z.enum(['automatic', 'named', 'before_restore', 'before_import', 'edition'])
export type VersionKind = z.infer<typeof VersionKindName>

const VersionName = line(VERSION_LIMITS.nameCharacters)

/** Body of `POST /chapters/{id}/versions`. */
export const NewVersion = z.object({ name: VersionName }).strict()
export type NewVersion = z.infer<typeof NewVersion>

/** Body of `PATCH /chapters/{id}/versions/{v}`: naming an automatic version keeps it for good. */
export const VersionChange = z.object({ name: VersionName }).strict()
export type VersionChange = z.infer<typeof VersionChange>

/** Query of `GET /chapters/{id}/versions/compare`; `to` is a version or `now`. */
export const CompareQuery = z.object({ from: Id, to: Id.default('now') }).strict()

/** A version in its chapter's list, newest first. */
export const VersionSummary = z.object({
  id: Id,
  kind: VersionKindName,
  name: z.string().nullable(),
  createdAt: z.iso.datetime(),
  words: z.number().int(),
  /** Words more (or less) than in the version before it; null for the first. */
  delta: z.number().int().nullable(),
  /** Who asked for it; null for an automatic one. */
  by: PersonView.nullable(),
  /** Who wrote since the version before. */
  writers: z.array(PersonView),
})
export type VersionSummary = z.infer<typeof VersionSummary>

export const VersionList = z.object({ versions: z.array(VersionSummary), next: z.string().nullable() })
export type VersionList = z.infer<typeof VersionList>

/** A comment that stood in a thread when the version was recorded, in its words of today. */
const StoodComment = z.object({
  id: Id,
  author: PersonView,
  body: z.string(),
  createdAt: z.iso.datetime(),
})

/** A thread as it stood when the version was recorded. Threads that were deleted since are left out. */
export const StoodThread = z.object({
  id: Id,
  kind: z.enum(['comment', 'suggestion', 'reader_note']),
  category: CategoryName.nullable(),
  status: z.enum(['open', 'resolved', 'accepted', 'rejected']),
  author: PersonView,
  quote: z.string().nullable(),
  placement: PlacementView.nullable(),
  comments: z.array(StoodComment),
})
export type StoodThread = z.infer<typeof StoodThread>

/** A version with its text (`prose`: ProseMirror JSON of the chapter schema) and its threads as they stood. */
export const VersionView = VersionSummary.extend({
  prose: z.record(z.string(), z.unknown()),
  threads: z.array(StoodThread),
})
export type VersionView = z.infer<typeof VersionView>

const Form = z.object({
  kind: z.enum(['paragraph', 'heading', 'sceneBreak']),
  level: z.number().int(),
  quotes: z.number().int(),
})

/** A stretch of a compared block (`lib/text/SPEC.md`, CM1 to CM5). */
export const PieceView = z.object({
  change: z.enum(['same', 'in', 'out', 'formatted', 'joined']),
  text: z.string(),
  marks: z.array(z.string()),
  was: z.array(z.string()).optional(),
})

/** A block of the marked text. */
export const ComparedBlockView = Form.extend({
  state: z.enum(['same', 'changed', 'in', 'out', 'moved_here', 'moved_away']),
  pieces: z.array(PieceView),
  was: Form.optional(),
  move: z.number().int().optional(),
  split: z.literal(true).optional(),
})
export type ComparedBlockView = z.infer<typeof ComparedBlockView>

/** Two versions, or a version and the text as it is now, as one marked text. `to` is null for now. */
export const ComparisonView = z.object({
  from: VersionSummary,
  to: VersionSummary.nullable(),
  blocks: z.array(ComparedBlockView),
  wordsIn: z.number().int(),
  wordsOut: z.number().int(),
  moved: z.number().int(),
  /** The threads as they stood in `from`. */
  threads: z.array(StoodThread),
})
export type ComparisonView = z.infer<typeof ComparisonView>

/** Answer of a restore. `beforeId` is the version recorded before it: restoring that one undoes it. */
export const RestoredView = z.object({
  /** The log position at which the restored text is durable. */
  seq: z.number().int(),
  beforeId: Id.nullable(),
  /** False when the text already said what the version says. */
  changed: z.boolean(),
})
export type RestoredView = z.infer<typeof RestoredView>
