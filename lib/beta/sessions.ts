import type { BetaSessionGrant, Grant } from '@/lib/access/contract'
import { recordAudit } from '@/lib/accounts/audit'
import { database, inTransaction, type DatabaseTransaction } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import { newId } from '@/lib/ids'
import { pageOf, type Page } from '@/lib/paging'
import { TRASH_KEPT_MS } from '@/lib/trash/contract'
import { BETA_LIMITS } from './contract'
import type { BetaSessionChange, BetaSessionList, BetaSessionView, NewBetaSession } from './contract.sessions'
import { dropPrepared, editionRow, editionSelect, editionSummary, prepareEditions } from './editions'
import { stateOf } from './opening'
import { blocksIn } from './page'
import {
  contentNoteSelect,
  contentNoteView,
  questionSelect,
  questionView,
  replaceContentNotes,
  replaceQuestions,
  type NewestBlocks,
} from './questions'

const NO_SESSION = 'There is no such beta session any more.'

const SESSION = {
  ...{ id: true, manuscriptId: true, title: true, letter: true, contentNote: true, createdAt: true },
  ...{ opensAt: true, closesAt: true, isSequential: true, asksPredictions: true },
  ...{ visibility: true, release: true, remindsWeekly: true },
  editions: { select: editionSelect, orderBy: [{ position: 'asc' as const }, { number: 'asc' as const }] },
  questions: { select: questionSelect, orderBy: { position: 'asc' as const } },
  passages: { select: contentNoteSelect, orderBy: [{ chapterId: 'asc' as const }, { from: 'asc' as const }] },
  _count: { select: { readers: { where: { removedAt: null } } } },
}

async function sessionRows(where: object, take: number) {
  return database().betaSession.findMany({
    where: { ...where, trashedAt: null },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take,
    select: SESSION,
  })
}

type SessionRow = Awaited<ReturnType<typeof sessionRows>>[number]

function viewOf(row: SessionRow, now = new Date()): BetaSessionView {
  const { id, manuscriptId, title, letter, contentNote, visibility, release, remindsWeekly } = row
  return {
    ...{ id, manuscriptId, title, letter, contentNote, visibility, release, remindsWeekly },
    ...{ sequential: row.isSequential, predictions: row.asksPredictions },
    opensAt: row.opensAt?.toISOString() ?? null,
    closesAt: row.closesAt?.toISOString() ?? null,
    state: stateOf(row, now),
    createdAt: row.createdAt.toISOString(),
    editions: row.editions.map(editionSummary),
    questions: row.questions.map((question) => questionView(question)),
    contentNotes: row.passages.map((note) => contentNoteView(note)),
    readers: row._count.readers,
  }
}

/** One session, with all of its editions but their text. @throws {AppError} `not_found` */
export async function showSession({ sessionId }: BetaSessionGrant): Promise<BetaSessionView> {
  const [row] = await sessionRows({ id: sessionId }, 1)
  if (!row) throw new AppError('not_found', NO_SESSION)
  return viewOf(row)
}

/** The beta sessions of a manuscript, newest first. @throws {AppError} `invalid` for a strange cursor */
export async function listSessions(
  { manuscriptId }: Grant<'decide'>,
  { limit, cursor }: Page,
): Promise<BetaSessionList> {
  const last = cursor
    ? await database().betaSession.findUnique({
        where: { id: cursor, manuscriptId },
        select: { createdAt: true },
      })
    : null
  if (cursor && !last) throw new AppError('invalid', 'cursor: is not the `next` of a list of this manuscript')
  const after = last && {
    OR: [{ createdAt: { lt: last.createdAt } }, { createdAt: last.createdAt, id: { lt: cursor } }],
  }
  const { rows, next } = pageOf(
    await sessionRows({ manuscriptId, ...after }, limit + 1),
    limit,
    ({ id }) => id,
  )
  return { sessions: rows.map((row) => viewOf(row)), next }
}

/** The times of a session. @throws {AppError} `invalid` when it would close before it opens */
function timesOf({ opensAt, closesAt }: { opensAt: string | null; closesAt: string | null }) {
  const opens = opensAt === null ? null : new Date(opensAt)
  const closes = closesAt === null ? null : new Date(closesAt)
  if (opens && closes && closes <= opens)
    throw new AppError('invalid', 'closesAt: a session closes after it opens')
  return { opensAt: opens, closesAt: closes }
}

/**
 * Sets up a beta session: the text of each chapter as it is now becomes the edition that its readers read.
 * @throws {AppError} `invalid` for a chapter, paragraph or date that does not fit, `conflict` when the manuscript has
 *   as many sessions as it may
 */
export async function createSession(
  grant: Grant<'decide'>,
  wanted: NewBetaSession,
): Promise<BetaSessionView> {
  const { manuscriptId, viewer } = grant
  const now = new Date()
  const times = timesOf(wanted)
  if (times.closesAt && times.closesAt <= now) throw new AppError('invalid', 'closesAt: lies in the past')
  const prepared = await prepareEditions(grant, wanted.chapters)
  const newest = new Map(prepared.map(({ chapterId, blocks }) => [chapterId, blocks]))
  const id = newId()
  const { title, letter, contentNote, visibility, release } = wanted
  try {
    await inTransaction(async (tx) => {
      if ((await tx.betaSession.count({ where: { manuscriptId } })) >= BETA_LIMITS.sessionsPerManuscript)
        throw new AppError(
          'conflict',
          `A manuscript has at most ${BETA_LIMITS.sessionsPerManuscript} beta sessions. Delete one first.`,
        )
      await tx.betaSession.create({
        data: {
          ...{ id, manuscriptId, title, letter, contentNote, visibility, release, ...times },
          ...{ isSequential: wanted.sequential, asksPredictions: wanted.predictions },
          remindsWeekly: wanted.remindsWeekly,
          ...{ createdById: viewer.userId, createdAt: now },
        },
        select: { id: true },
      })
      for (const [position, edition] of prepared.entries())
        await tx.betaEdition.create({
          data: editionRow(edition, { sessionId: id, position, number: 1, issuedAt: now }),
          select: { id: true },
        })
      await replaceQuestions(tx, id, wanted.questions, newest)
      await replaceContentNotes(tx, id, wanted.contentNotes, newest)
      const details = { manuscriptId, chapters: prepared.length }
      const actorId = viewer.userId
      await recordAudit(tx, { action: 'beta_session.created', actorId, subject: id, details, at: now })
    })
  } catch (error) {
    await dropPrepared(prepared)
    throw error
  }
  return showSession({ ...grant, sessionId: id })
}

async function newestBlocks(tx: DatabaseTransaction, sessionId: string): Promise<NewestBlocks> {
  const rows = await tx.betaEdition.findMany({
    where: { sessionId },
    orderBy: { number: 'asc' },
    select: { chapterId: true, blocks: true },
  })
  return new Map(rows.map(({ chapterId, blocks }) => [chapterId, blocksIn(blocks)]))
}

/** Changes what is named; answers stay with the questions that stay. Throws as `createSession`. */
export async function changeSession(
  grant: BetaSessionGrant,
  change: BetaSessionChange,
): Promise<BetaSessionView> {
  const { sessionId } = grant
  await inTransaction(async (tx) => {
    const now = new Date()
    const before = await tx.betaSession.findUnique({
      where: { id: sessionId },
      select: { opensAt: true, closesAt: true },
    })
    if (!before) throw new AppError('not_found', NO_SESSION)
    const { title, letter, contentNote, visibility, release, sequential, predictions, remindsWeekly } = change
    const times = timesOf({
      opensAt: change.opensAt === undefined ? (before.opensAt?.toISOString() ?? null) : change.opensAt,
      closesAt: change.closesAt === undefined ? (before.closesAt?.toISOString() ?? null) : change.closesAt,
    })
    await tx.betaSession.update({
      where: { id: sessionId },
      data: {
        ...{ title, letter, contentNote, visibility, release },
        ...{ isSequential: sequential, asksPredictions: predictions, remindsWeekly },
        ...times,
        ...(change.close && { closesAt: now }),
      },
      select: { id: true },
    })
    const newest = change.questions || change.contentNotes ? await newestBlocks(tx, sessionId) : new Map()
    if (change.questions) await replaceQuestions(tx, sessionId, change.questions, newest)
    if (change.contentNotes) await replaceContentNotes(tx, sessionId, change.contentNotes, newest)
  })
  return showSession(grant)
}

/** Puts a session into the trash for 30 days: nobody reads in it any more, and its links open nothing. */
export async function deleteSession({ sessionId, viewer }: BetaSessionGrant): Promise<void> {
  const at = new Date()
  const actorId = viewer.userId
  await inTransaction(async (tx) => {
    await tx.betaSession.update({
      where: { id: sessionId },
      data: { trashedAt: at, trashedById: actorId },
      select: { id: true },
    })
    await recordAudit(tx, { action: 'beta_session.deleted', actorId, subject: sessionId, at })
  })
}

/** Brings a session back from the trash. @throws {AppError} `gone` after 30 days */
export async function restoreSession(grant: BetaSessionGrant): Promise<BetaSessionView> {
  const { sessionId, viewer } = grant
  const at = new Date()
  const actorId = viewer.userId
  await inTransaction(async (tx) => {
    const { count } = await tx.betaSession.updateMany({
      where: { id: sessionId, trashedAt: { gt: new Date(at.getTime() - TRASH_KEPT_MS) } },
      data: { trashedAt: null, trashedById: null },
    })
    if (count === 0)
      throw new AppError('gone', 'This beta session was in the trash for 30 days, so it is gone.')
    await recordAudit(tx, { action: 'beta_session.restored', actorId, subject: sessionId, at })
  })
  return showSession(grant)
}
