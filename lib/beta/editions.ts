import type { Grant } from '@/lib/access/contract'
import { chaptersOf } from '@/lib/access/visible'
import { database } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import { newId } from '@/lib/ids'
import { doTextWork } from '@/lib/manuscript/text-work'
import type { VersionPage } from '@/lib/manuscript/versions-text'
import { recordVersion } from '@/lib/manuscript/versions-record'
import type { EditionSummary } from './contract'

/** An edition that is not part of a session yet. */
export interface PreparedEdition extends VersionPage {
  chapterId: string
  versionId: string
  title: string
  words: number
}

const NO_CHAPTER = 'chapters: one of them is no chapter of this manuscript any more.'

/**
 * Freezes the durable text of chapters, in the order in which they are named: each becomes a version of its own.
 * @throws {AppError} `invalid` for one that is no chapter of the manuscript
 */
export async function prepareEditions(
  grant: Grant<'decide'>,
  chapterIds: readonly string[],
): Promise<PreparedEdition[]> {
  const chapters = await database().chapter.findMany({
    where: { ...chaptersOf(grant), id: { in: [...chapterIds] } },
    select: { id: true, docId: true, title: true },
  })
  if (chapters.length !== chapterIds.length) throw new AppError('invalid', NO_CHAPTER)
  const byId = new Map(chapters.map((chapter) => [chapter.id, chapter]))
  const prepared: PreparedEdition[] = []
  try {
    for (const chapterId of chapterIds) {
      const chapter = byId.get(chapterId)
      if (chapter) prepared.push(await freeze(chapter, grant.viewer.userId))
    }
    return prepared
  } catch (error) {
    await dropPrepared(prepared)
    throw error
  }
}

async function freeze(
  { id: chapterId, docId, title }: { id: string; docId: string; title: string },
  byId: string,
): Promise<PreparedEdition> {
  const versionId = await recordVersion({ chapterId, docId }, { kind: 'edition', name: title, byId })
  const version = await database().version.findUnique({
    where: { id: versionId ?? '' },
    select: { bytes: true, words: true },
  })
  if (!versionId || !version) throw new AppError('internal', 'The edition was not recorded.')
  const page = await doTextWork('page', { packed: version.bytes })
  return { chapterId, versionId, title, words: version.words, ...page }
}

/** Lets go of the versions of editions that did not come to be. */
export async function dropPrepared(prepared: readonly PreparedEdition[]): Promise<void> {
  await database().version.deleteMany({
    where: { id: { in: prepared.map(({ versionId }) => versionId) }, kind: 'edition', edition: null },
  })
}

/** The row of a prepared edition. */
export function editionRow(
  { blocks, ...edition }: PreparedEdition,
  place: { sessionId: string; position: number; number: number; issuedAt: Date },
) {
  return { ...edition, ...place, id: newId(), blocks, paragraphs: blocks.length }
}

/** What every query of editions reads besides their text. */
export const editionSelect = {
  ...{ id: true, chapterId: true, title: true, number: true, position: true, words: true },
  ...{ paragraphs: true, issuedAt: true },
} as const

/** A row of `editionSelect`. */
export interface EditionRow {
  id: string
  chapterId: string
  title: string
  number: number
  position: number
  words: number
  paragraphs: number
  issuedAt: Date
}

/** An edition without its text. */
export function editionSummary(row: EditionRow): EditionSummary {
  const { id, chapterId, title, number, position, words, paragraphs } = row
  const issuedAt = row.issuedAt.toISOString()
  return { id, editionId: id, chapterId, title, number, position, words, paragraphs, issuedAt }
}
