import type { ReaderGrant } from '@/lib/access/contract'
import { BetaReaction } from './contract'
import type { BetaNoteView, CarriedView } from './contract.reading'

/** What every query of notes reads. */
export const noteSelect = {
  ...{ id: true, readerId: true, editionId: true, from: true, to: true, paragraph: true, quote: true },
  ...{ body: true, reaction: true, isTypo: true, isPrivate: true, createdAt: true, editedAt: true },
  ...{ releasedAt: true, deletedAt: true },
  edition: { select: { chapterId: true, number: true } },
  reader: { select: { id: true, name: true, colour: true } },
} as const

/** A row of `noteSelect`. */
export interface NoteRow {
  id: string
  readerId: string
  editionId: string
  from: number
  to: number
  paragraph: number
  quote: string
  body: string
  reaction: string | null
  isTypo: boolean
  isPrivate: boolean
  createdAt: Date
  editedAt: Date | null
  releasedAt: Date | null
  deletedAt: Date | null
  edition: { chapterId: string; number: number }
  reader: { id: string; name: string; colour: string }
}

/**
 * A note, as a reader sees it; null for the author, of whom none is his own.
 * @param carried where it stands in a later edition
 */
export function noteView(row: NoteRow, readerId: string | null, carried?: CarriedView): BetaNoteView {
  const { id, editionId, reader, from, to, paragraph, quote, body } = row
  return {
    ...{ id, editionId, chapterId: row.edition.chapterId, reader, from, to, paragraph, quote, body },
    reaction: BetaReaction.safeParse(row.reaction).data ?? null,
    ...{ typo: row.isTypo, private: row.isPrivate },
    createdAt: row.createdAt.toISOString(),
    editedAt: row.editedAt?.toISOString() ?? null,
    releasedAt: row.releasedAt?.toISOString() ?? null,
    mine: row.readerId === readerId,
    ...(carried && { carried }),
  }
}

/**
 * A Prisma filter: the notes that reach a reader. His own always; of others what they released, once the session shows it
 * to him. What is private reaches nobody else, ever.
 */
export function notesSeenBy({ sessionId, readerId, session, reader }: ReaderGrant<'look'>) {
  const own = { readerId }
  const { visibility } = session
  const sees = visibility === 'always' || (visibility === 'after_hand_in' && reader.handedInAt !== null)
  const others = { reader: { sessionId }, isPrivate: false, releasedAt: { not: null } }
  return sees ? { OR: [own, others] } : own
}
