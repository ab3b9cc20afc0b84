import type { BetaSessionGrant } from '@/lib/access/contract'
import { database } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import { BetaReaction } from './contract'
import type { BetaReport, ReportQuery, ReportReader } from './contract.report'
import { editionSelect, editionSummary } from './editions'
import { noteSelect, noteView } from './note-views'
import { questionSelect, questionView } from './questions'
import { progressSelect, progressView } from './reading'
import { answered, reactionSpots, survivalOf, type Felt, type Reached } from './report-counts'

async function readersIn(sessionId: string) {
  return database().betaReader.findMany({
    where: { sessionId },
    orderBy: [{ joinedAt: 'asc' }, { id: 'asc' }],
    select: {
      ...{ id: true, name: true, colour: true, userId: true, joinedAt: true, handedInAt: true },
      ...{ recordsProgress: true, sharesTime: true },
      progress: { select: progressSelect },
    },
  })
}

type ReaderRow = Awaited<ReturnType<typeof readersIn>>[number]

function readerView(row: ReaderRow, editionIds: ReadonlySet<string>): ReportReader {
  const { id, name, colour, userId, recordsProgress, sharesTime } = row
  const shown = row.progress.filter(
    ({ editionId, stoppedAt }) => editionIds.has(editionId) && (recordsProgress || stoppedAt),
  )
  return {
    ...{ id, name, colour, guest: userId === null, recordsProgress },
    joinedAt: row.joinedAt.toISOString(),
    handedInAt: row.handedInAt?.toISOString() ?? null,
    progress: shown.map((one) => ({ ...progressView(one), seconds: sharesTime ? one.seconds : null })),
  }
}

function reachedBy({ id, progress }: ReportReader): Reached[] {
  return progress.map(({ editionId, paragraph, furthest, finished, stopped }) => ({
    ...{ readerId: id, editionId, paragraph, furthest, finished },
    stopped: stopped ? { reason: stopped.reason ?? null } : null,
  }))
}

async function notesIn(editionIds: string[]) {
  const rows = await database().betaNote.findMany({
    where: { editionId: { in: editionIds }, isPrivate: false, releasedAt: { not: null }, deletedAt: null },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    select: noteSelect,
  })
  return rows.map((row) => noteView(row, null))
}

async function answersIn(sessionId: string) {
  const questions = await database().betaQuestion.findMany({
    where: { sessionId },
    orderBy: { position: 'asc' },
    select: {
      ...questionSelect,
      answers: { where: { releasedAt: { not: null } }, select: { readerId: true, value: true } },
    },
  })
  return questions.map(({ answers, ...question }) =>
    answered(
      questionView(question),
      answers.map(({ readerId, value }) => ({ readerId, value: value as string | number })),
    ),
  )
}

/**
 * What came of a session, for who decides about its manuscript: only what readers released, and progress only of those who
 * let it be recorded.
 * @param edition narrows readings, reactions, predictions and notes to one edition
 * @throws {AppError} `not_found`
 */
export async function reportOf(
  { sessionId }: BetaSessionGrant,
  { edition }: Pick<ReportQuery, 'edition'> = {},
): Promise<BetaReport> {
  const session = await database().betaSession.findUnique({
    where: { id: sessionId },
    select: {
      title: true,
      editions: {
        where: edition === undefined ? {} : { id: edition },
        orderBy: [{ position: 'asc' }, { number: 'asc' }],
        select: editionSelect,
      },
    },
  })
  if (!session || session.editions.length === 0)
    throw new AppError('not_found', 'There is no such edition in this beta session.')
  const editions = session.editions.map(editionSummary)
  const ids = editions.map(({ id }) => id)
  const [rows, notes, answers, predictions] = await Promise.all([
    readersIn(sessionId),
    notesIn(ids),
    answersIn(sessionId),
    database().betaPrediction.findMany({
      where: { editionId: { in: ids }, releasedAt: { not: null } },
      orderBy: [{ updatedAt: 'asc' }, { id: 'asc' }],
      select: { id: true, readerId: true, editionId: true, body: true, cameTrue: true },
    }),
  ])
  const readers = rows.map((row) => readerView(row, new Set(ids)))
  const reached = readers.flatMap(reachedBy)
  const felt = notes.flatMap(({ editionId, paragraph, reader, reaction }): Felt[] => {
    const known = BetaReaction.safeParse(reaction)
    return known.success ? [{ editionId, paragraph, readerId: reader.id, reaction: known.data }] : []
  })
  return {
    ...{ sessionId, title: session.title, editions, readers, answers, predictions, notes },
    survival: editions.map((one) => survivalOf(one, reached)),
    reactions: reactionSpots(felt),
  }
}
