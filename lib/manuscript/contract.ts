import { z } from 'zod'
import { MAX_IMPORT_BYTES } from '@/lib/import/contract'
import { EXPORT_FORMATS } from '@/lib/export/registry'
import { line } from '@/lib/paging'
import { PersonView, WorkshopSummary } from '@/lib/workshop/contract'

/** Bounds of manuscripts and chapters. Characters are UTF-16 code units. */
export const MANUSCRIPT_LIMITS = {
  titleCharacters: 300,
  /** The longest BCP 47 tag anyone uses has 35 characters (RFC 5646, 4.4.1). */
  languageCharacters: 35,
  /** Ten times the longest novel anyone splits; keeps reordering one short transaction. */
  chapters: 1_000,
  collaborators: 500,
  /** `markdown` of a new chapter; longer ones come by import. */
  markdownCharacters: 900_000,
  /** An imported file, in bytes. */
  importBytes: MAX_IMPORT_BYTES,
  /** `POST /chapters/{id}/updates` (DESIGN §4). */
  updateBytes: 8 * 1024 * 1024,
  /** How much of a comment the desk shows. */
  excerptCharacters: 280,
} as const

/** True for a well-formed BCP 47 tag. */
export function isLanguageTag(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1
  } catch (error) {
    if (error instanceof RangeError) return false
    throw error
  }
}

const Title = line(MANUSCRIPT_LIMITS.titleCharacters)
const Language = z
  .string()
  .min(2)
  .max(MANUSCRIPT_LIMITS.languageCharacters)
  .refine(isLanguageTag, 'is a language tag such as en, en-GB or pt-BR')

const Markdown = z
  .string()
  .max(MANUSCRIPT_LIMITS.markdownCharacters)
  .regex(/^\P{Cs}*$/u, 'is not well-formed Unicode')

export const ManuscriptRoleName = z.enum(['author', 'coauthor', 'critic', 'reader'])
export const ChapterStatusName = z.enum(['drafting', 'in_critique', 'finished'])
export type ChapterStatus = z.infer<typeof ChapterStatusName>

const hasSomething = (change: object) => Object.values(change).some((value) => value !== undefined)
const NOTHING = 'names nothing to change'

/** Body of `POST /workshops/{id}/manuscripts`: the caller becomes its author. */
export const NewManuscript = z.object({ title: Title, language: Language.default('en') }).strict()
export type NewManuscript = z.infer<typeof NewManuscript>

/** Body of `PATCH /manuscripts/{id}`: `workshopRole` shares it with the whole workshop in one act; null ends that. */
export const ManuscriptChange = z
  .object({
    title: Title.optional(),
    language: Language.optional(),
    workshopRole: z.enum(['critic', 'reader']).nullable().optional(),
  })
  .strict()
  .refine(hasSomething, NOTHING)
export type ManuscriptChange = z.infer<typeof ManuscriptChange>

/** Body of `PUT /manuscripts/{id}/collaborators/{userId}`. */
export const CollaboratorRole = z.object({ role: ManuscriptRoleName }).strict()
export type CollaboratorRole = z.infer<typeof CollaboratorRole>

/** Body of `POST /manuscripts/{id}/chapters`. */
export const NewChapter = z.object({ title: Title, markdown: Markdown.optional() }).strict()
export type NewChapter = z.infer<typeof NewChapter>

/** Body of `PATCH /chapters/{id}`: `position` counts from 0; one past the end means last. */
export const ChapterChange = z
  .object({
    title: Title.optional(),
    position: z.number().int().min(0).max(MANUSCRIPT_LIMITS.chapters).optional(),
    status: ChapterStatusName.optional(),
  })
  .strict()
  .refine(hasSomething, NOTHING)
export type ChapterChange = z.infer<typeof ChapterChange>

/** Query of the exports; the formats are those of `lib/export`. */
export const ExportQuery = z.object({ format: z.enum(EXPORT_FORMATS).default('txt') }).strict()

/** What the viewer may do, by verb. */
export const Abilities = z.object({
  read: z.boolean(),
  comment: z.boolean(),
  edit: z.boolean(),
  decide: z.boolean(),
  administer: z.boolean(),
})
export type Abilities = z.infer<typeof Abilities>

export const CollaboratorView = PersonView.extend({ role: ManuscriptRoleName, addedAt: z.iso.datetime() })
export type CollaboratorView = z.infer<typeof CollaboratorView>

/** What made a chapter: the answer of creation and import. */
export const MadeChapter = z.object({ id: z.string(), title: z.string(), words: z.number().int() })
export type MadeChapter = z.infer<typeof MadeChapter>

export const ImportResult = z.object({ chapters: z.array(MadeChapter) })
export type ImportResult = z.infer<typeof ImportResult>

/** A chapter in its manuscript's list. `openThreads` counts open, undeleted threads. */
export const ChapterSummary = MadeChapter.extend({
  manuscriptId: z.string(),
  docId: z.string(),
  position: z.number().int(),
  status: ChapterStatusName,
  openThreads: z.number().int(),
  createdAt: z.iso.datetime(),
  editedAt: z.iso.datetime(),
})
export type ChapterSummary = z.infer<typeof ChapterSummary>

const Neighbour = z.object({ id: z.string(), title: z.string() }).nullable()

/** One chapter with where it stands and what the viewer may do. */
export const ChapterView = ChapterSummary.extend({
  role: ManuscriptRoleName,
  can: Abilities,
  manuscript: z.object({ id: z.string(), title: z.string(), language: z.string() }),
  workshop: z.object({ id: z.string(), name: z.string() }),
  previous: Neighbour,
  following: Neighbour,
  /** Part of the text is damaged where it is stored: the last good version is open, for reading only. */
  damaged: z.boolean(),
})
export type ChapterView = z.infer<typeof ChapterView>

/** Answer of `GET /chapters/{id}/access`. */
export const ChapterAccess = z.object({ role: ManuscriptRoleName, can: Abilities })
export type ChapterAccess = z.infer<typeof ChapterAccess>

/** A manuscript in a list; `role` is the viewer's. */
export const ManuscriptSummary = z.object({
  id: z.string(),
  title: z.string(),
  language: z.string(),
  role: ManuscriptRoleName,
  workshopRole: z.enum(['critic', 'reader']).nullable(),
  workshop: z.object({ id: z.string(), name: z.string() }),
  authors: z.array(PersonView),
  chapters: z.number().int(),
  chaptersInCritique: z.number().int(),
  words: z.number().int(),
  openThreads: z.number().int(),
  createdAt: z.iso.datetime(),
  /** When any of its chapters was last edited; its making when it has none. */
  editedAt: z.iso.datetime(),
})
export type ManuscriptSummary = z.infer<typeof ManuscriptSummary>

/** One manuscript with its chapters in order (at most 1,000) and its collaborators. */
export const ManuscriptView = ManuscriptSummary.omit({ chapters: true }).extend({
  can: Abilities,
  chapters: z.array(ChapterSummary),
  collaborators: z.array(CollaboratorView),
})
export type ManuscriptView = z.infer<typeof ManuscriptView>

export const ManuscriptList = z.object({
  manuscripts: z.array(ManuscriptSummary),
  next: z.string().nullable(),
})
export type ManuscriptList = z.infer<typeof ManuscriptList>

export const ChapterList = z.object({ chapters: z.array(ChapterSummary), next: z.string().nullable() })
export type ChapterList = z.infer<typeof ChapterList>

export const CollaboratorList = z.object({
  collaborators: z.array(CollaboratorView),
  next: z.string().nullable(),
})
export type CollaboratorList = z.infer<typeof CollaboratorList>

/** Answer of `POST /chapters/{id}/updates`. */
export const AppliedUpdate = z.object({ seq: z.number().int() })
/** Answer of `POST /chapters/{id}/visits`. */
export const VisitView = z.object({ chapterId: z.string(), visitedAt: z.iso.datetime() })
export type VisitView = z.infer<typeof VisitView>

/**
 * A chapter up for critique, as the desk shows it. `newComments` are others' comments since the viewer's last visit. `asked`
 * is what its author wants to know in the open round: the first line of the question, cut to 280 characters, and until when.
 */
export const DeskChapter = ChapterSummary.extend({
  role: ManuscriptRoleName,
  manuscript: z.object({ id: z.string(), title: z.string() }),
  workshop: z.object({ id: z.string(), name: z.string() }),
  authors: z.array(PersonView),
  visitedAt: z.iso.datetime().nullable(),
  newComments: z.number().int(),
  asked: z.object({ question: z.string(), endsAt: z.iso.datetime().nullable() }).nullable(),
})
export type DeskChapter = z.infer<typeof DeskChapter>

/** A thread the viewer took part in, whose newest comment is another's and newer than his last visit. */
export const DeskAnswer = z.object({
  threadId: z.string(),
  status: z.enum(['open', 'resolved', 'accepted', 'rejected']),
  quote: z.string().nullable(),
  chapter: z.object({ id: z.string(), title: z.string() }),
  manuscript: z.object({ id: z.string(), title: z.string() }),
  /** The newest comment, cut to 280 characters. */
  comment: z.object({
    id: z.string(),
    excerpt: z.string(),
    author: PersonView,
    createdAt: z.iso.datetime(),
  }),
})
export type DeskAnswer = z.infer<typeof DeskAnswer>

/** A beta session that is open and that the viewer has not handed in yet. */
export const DeskReading = z.object({
  id: z.string(),
  title: z.string(),
  manuscript: z.string(),
  closesAt: z.iso.datetime().nullable(),
})
export type DeskReading = z.infer<typeof DeskReading>

/** What needs the viewer now: at most 100 chapters and answers, newest first; manuscripts he writes, workshops he is in. */
export const DeskView = z.object({
  critique: z.array(DeskChapter),
  answers: z.array(DeskAnswer),
  /** What he beta reads. */
  reading: z.array(DeskReading),
  manuscripts: z.array(ManuscriptSummary),
  workshops: z.array(WorkshopSummary),
})
export type DeskView = z.infer<typeof DeskView>
