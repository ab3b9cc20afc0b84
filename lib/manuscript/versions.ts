import type { ChapterGrant } from '@/lib/access/contract'
import { systemClock, type Clock } from '@/lib/clock'
import { database } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import { ask } from '@/lib/events/events'
import { pageOf, type Page } from '@/lib/paging'
import {
  VERSION_LIMITS,
  type ComparisonView,
  type VersionKind,
  type VersionList,
  type VersionSummary,
  type VersionView,
} from './contract.versions'
import { doTextWork } from './text-work'
import { recordVersion } from './versions-record'
import { peopleById, threadsAsTheyStood } from './versions-threads'

const NO_VERSION = 'There is no such version of this chapter any more.'

const SUMMARY = {
  id: true,
  kind: true,
  name: true,
  createdAt: true,
  words: true,
  createdById: true,
  writerIds: true,
} as const

interface SummaryRow {
  id: string
  kind: VersionKind
  name: string | null
  createdAt: Date
  words: number
  createdById: string | null
  writerIds: unknown
}

function idsIn(column: unknown): string[] {
  return Array.isArray(column) ? column.filter((id) => typeof id === 'string') : []
}

/** Rows newest first, as views; the row after each is the version before it. */
async function summaries(
  rows: readonly SummaryRow[],
  before: SummaryRow | undefined,
): Promise<VersionSummary[]> {
  const person = await peopleById(
    rows.flatMap((row) => [...idsIn(row.writerIds), ...(row.createdById ? [row.createdById] : [])]),
  )
  return rows.map((row, index) => {
    const previous = rows[index + 1] ?? before
    return {
      ...{ id: row.id, kind: row.kind, name: row.name, words: row.words },
      createdAt: row.createdAt.toISOString(),
      delta: previous ? row.words - previous.words : null,
      by: row.createdById ? person(row.createdById) : null,
      writers: idsIn(row.writerIds).map(person),
    }
  })
}

/** `next` names a time and an id, so that it stays good when that version is thinned. */
function afterCursor(cursor: string) {
  const [, at, id = ''] = /^(\d{1,14})-(\w{1,40})$/.exec(cursor) ?? []
  if (at === undefined) throw new AppError('invalid', 'cursor: is not the `next` of a list of versions')
  const createdAt = new Date(Number(at))
  return { OR: [{ createdAt: { lt: createdAt } }, { createdAt, id: { lt: id } }] }
}

/** The versions of a chapter, newest first. @throws {AppError} `invalid` for a strange cursor */
export async function listVersions(
  { chapterId }: ChapterGrant<'edit'>,
  { limit, cursor }: Page,
): Promise<VersionList> {
  const found = await database().version.findMany({
    where: { chapterId, ...(cursor && afterCursor(cursor)) },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: limit + 1,
    select: SUMMARY,
  })
  const { rows, next } = pageOf(found, limit, (row) => `${row.createdAt.getTime()}-${row.id}`)
  return { versions: await summaries(rows, found[limit]), next }
}

/** A version's row with its bytes. @throws {AppError} `not_found` */
export async function versionRow({ chapterId }: ChapterGrant<'edit'>, versionId: string) {
  const row = await database().version.findUnique({
    where: { id: versionId, chapterId },
    select: { ...SUMMARY, bytes: true, threads: true },
  })
  if (!row) throw new AppError('not_found', NO_VERSION)
  return row
}

async function summaryOf(chapterId: string, row: SummaryRow): Promise<VersionSummary> {
  const before = await database().version.findFirst({
    where: { chapterId, ...afterCursor(`${row.createdAt.getTime()}-${row.id}`) },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    select: SUMMARY,
  })
  const [summary] = await summaries([row], before ?? undefined)
  if (!summary) throw new AppError('not_found', NO_VERSION)
  return summary
}

/** A version with its text and its threads as they stood. @throws {AppError} `not_found` */
export async function showVersion(grant: ChapterGrant<'edit'>, versionId: string): Promise<VersionView> {
  const row = await versionRow(grant, versionId)
  const { prose } = await doTextWork('version', { packed: row.bytes })
  return {
    ...(await summaryOf(grant.chapterId, row)),
    prose,
    threads: await threadsAsTheyStood(grant, row.threads, row.createdAt),
  }
}

/** Records the text as it is now under a name. @throws {AppError} `conflict` when the chapter is full of them */
export async function nameVersion(
  grant: ChapterGrant<'edit'>,
  name: string,
  clock: Clock = systemClock,
): Promise<VersionSummary> {
  const { chapterId, viewer } = grant
  await refuseTooMany(chapterId)
  const id = await recordVersion(grant, { kind: 'named', name, byId: viewer.userId }, clock)
  if (!id) throw new AppError('internal', 'The version was not recorded.')
  return summaryOf(chapterId, await versionRow(grant, id))
}

async function refuseTooMany(chapterId: string): Promise<void> {
  const named = await database().version.count({ where: { chapterId, kind: 'named' } })
  if (named >= VERSION_LIMITS.named)
    throw new AppError(
      'conflict',
      `A chapter keeps at most ${VERSION_LIMITS.named} named versions. Delete one first.`,
    )
}

/** Names a version, or renames it: an automatic one is then kept for good. @throws {AppError} `not_found` */
export async function renameVersion(
  grant: ChapterGrant<'edit'>,
  versionId: string,
  name: string,
): Promise<VersionSummary> {
  const { chapterId, viewer } = grant
  const { kind } = await versionRow(grant, versionId)
  const isNew = kind === 'automatic'
  if (isNew) await refuseTooMany(chapterId)
  await database().version.update({
    where: { id: versionId, chapterId },
    data: { name, ...(isNew && { kind: 'named', createdById: viewer.userId }) },
    select: { id: true },
  })
  return summaryOf(chapterId, await versionRow(grant, versionId))
}

/** Deletes a named version for good. @throws {AppError} `not_found`, `conflict` for one of another kind */
export async function deleteVersion(grant: ChapterGrant<'decide'>, versionId: string): Promise<void> {
  const { kind } = await versionRow(grant, versionId)
  if (kind !== 'named')
    throw new AppError('conflict', 'Only named versions are deleted by hand; the others go with age.')
  await database().version.deleteMany({
    where: { id: versionId, chapterId: grant.chapterId, kind: 'named' },
  })
}

/**
 * Two versions as one marked text, or a version and the text as it is now.
 * @param to a version's id, or `now`
 * @throws {AppError} `not_found` when one of them is gone
 */
export async function compareWith(
  grant: ChapterGrant<'edit'>,
  { from, to }: { from: string; to: string },
): Promise<ComparisonView> {
  const { chapterId, docId } = grant
  const before = await versionRow(grant, from)
  const after = to === 'now' ? null : await versionRow(grant, to)
  const bytes = after
    ? after.bytes
    : (await doTextWork('pack', { state: (await ask('doc.state', { docId })).state })).packed
  const { blocks, wordsIn, wordsOut, moved } = await doTextWork('compare', { from: before.bytes, to: bytes })
  return {
    from: await summaryOf(chapterId, before),
    to: after && (await summaryOf(chapterId, after)),
    blocks: blocks.map((block) => ({
      ...block,
      pieces: block.pieces.map(({ marks, was, ...piece }) => ({
        ...piece,
        marks: [...marks],
        ...(was && { was: [...was] }),
      })),
    })),
    ...{ wordsIn, wordsOut, moved },
    threads: await threadsAsTheyStood(grant, before.threads, before.createdAt),
  }
}
