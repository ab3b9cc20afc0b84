import type { BetaSessionGrant, ReaderGrant } from '@/lib/access/contract'
import { database } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import { doTextWork } from '@/lib/manuscript/text-work'
import { Recent } from '@/lib/recent'
import type { Comparison } from '@/lib/text/compare'
import type { ChangesView, SinceView } from './contract.changes'
import { editionPage, type EditionPage } from './edition-pages'
import { contentNoteSelect, contentNoteView } from './questions'
import { mustBeOpen } from './reading'
import { asEdition, numbered, placeBefore, readBefore, type ReadEdition } from './since'

/** Comparisons kept between requests: many readers move on to the same few editions at once. */
const KEPT = 16

const kept = new Recent<string, Comparison>(KEPT)
const running = new Map<string, Promise<Comparison>>()

const NOT_READ = 'You have read no earlier edition of this chapter.'
const NO_EARLIER = 'There is no earlier edition of this chapter.'

/** The packed text of an edition. @throws {AppError} `not_found` */
async function bytesOf(editionId: string): Promise<Uint8Array> {
  const row = await database().betaEdition.findUnique({
    where: { id: editionId },
    select: { version: { select: { bytes: true } } },
  })
  if (!row) throw new AppError('not_found', 'There is no such edition in this beta session.')
  return row.version.bytes
}

async function compare(from: string, to: string): Promise<Comparison> {
  const [before, after] = await Promise.all([bytesOf(from), bytesOf(to)])
  return doTextWork('compare', { from: before, to: after })
}

/** Two editions as one marked text. Neither ever changes, so it is made once; whoever asks meanwhile waits for the same. */
async function comparison(from: string, to: string): Promise<Comparison> {
  const key = `${from} ${to}`
  const known = kept.get(key)
  if (known) return kept.use(key, known)
  const made = running.get(key) ?? compare(from, to)
  running.set(key, made)
  try {
    return kept.use(key, await made)
  } finally {
    running.delete(key)
  }
}

/** The editions of the chapter of this one before it, with what the reader left in them. */
async function leftBefore(
  { sessionId, readerId }: ReaderGrant<'read'>,
  { summary: { chapterId, number } }: EditionPage,
): Promise<ReadEdition[]> {
  if (number === 1) return []
  const rows = await database().betaEdition.findMany({
    where: { sessionId, chapterId, number: { lt: number } },
    select: {
      ...{ id: true, number: true },
      progress: { where: { readerId }, select: { paragraph: true, finishedAt: true, stoppedAt: true } },
      notes: { where: { readerId, deletedAt: null }, select: { id: true }, take: 1 },
    },
  })
  return rows.map(({ id, number: one, progress, notes }) => ({
    ...{ id, number: one, progress: progress[0] ?? null, hasNoted: notes.length > 0 },
  }))
}

/**
 * What a reader has read of a chapter before this edition; null when that is nothing.
 * @throws {AppError} `not_found`; `forbidden` when its chapter is not open to him yet
 */
export async function sinceReading(grant: ReaderGrant<'read'>, editionId: string): Promise<SinceView | null> {
  const { recordsProgress } = grant.reader
  const page = await editionPage(grant.sessionId, editionId)
  await mustBeOpen(grant, page.summary.chapterId)
  const read = readBefore(await leftBefore(grant, page), page.summary.number, recordsProgress)
  if (!read) return null
  const before = await editionPage(grant.sessionId, read.id)
  return {
    from: before.summary,
    differs: before.html !== page.html,
    place: placeBefore(read, before.blocks, page.blocks, recordsProgress),
  }
}

/** The content notes over passages of an edition whose blocks stand in it: others have no place there. */
async function contentNotesIn({ sessionId, summary, blocks }: EditionPage) {
  const ids = new Set(blocks.map(({ id }) => id))
  const rows = await database().betaContentNote.findMany({
    where: { sessionId, chapterId: summary.chapterId },
    select: contentNoteSelect,
    orderBy: { from: 'asc' },
  })
  const standing = rows.filter(({ fromBlock, toBlock }) => ids.has(fromBlock) || ids.has(toBlock))
  return standing.map((row) => contentNoteView(row, blocks))
}

async function changesBetween(
  sessionId: string,
  fromId: string,
  toId: string,
  place: number | null,
): Promise<ChangesView> {
  const [from, to] = await Promise.all([editionPage(sessionId, fromId), editionPage(sessionId, toId)])
  const { blocks, wordsIn, wordsOut, moved } = await comparison(fromId, toId)
  return {
    ...{ from: from.summary, to: to.summary, wordsIn, wordsOut, moved },
    contentNotes: await contentNotesIn(from),
    place,
    blocks: asEdition(numbered(blocks), to.blocks) as ChangesView['blocks'],
  }
}

/**
 * What changed in a chapter since a reader read it: the newest edition before this one that he has read in, beside this one.
 * @throws {AppError} `not_found` when he has read none before it; `forbidden` when its chapter is not open to him yet;
 *   `invalid` when the texts are too large to be compared, `unavailable` when too many wait for that
 */
export async function showChanges(grant: ReaderGrant<'read'>, editionId: string): Promise<ChangesView> {
  const since = await sinceReading(grant, editionId)
  if (!since) throw new AppError('not_found', NOT_READ)
  return changesBetween(grant.sessionId, since.from.id, editionId, since.place)
}

/**
 * What changed from one edition to the next, for who decides about the manuscript: whoever read which.
 * @throws {AppError} as `showChanges`; `not_found` for the first edition
 */
export async function previewChanges(
  { sessionId }: BetaSessionGrant,
  editionId: string,
): Promise<ChangesView> {
  const { chapterId, number } = (await editionPage(sessionId, editionId)).summary
  const before = await database().betaEdition.findFirst({
    where: { sessionId, chapterId, number: { lt: number } },
    orderBy: { number: 'desc' },
    select: { id: true },
  })
  if (!before) throw new AppError('not_found', NO_EARLIER)
  return changesBetween(sessionId, before.id, editionId, null)
}
