import type { ReaderGrant } from '@/lib/access/contract'
import { database } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import type { ProgressView, ReadingChapter, ReadingView } from './contract.reading'
import { editionSelect, editionSummary, type EditionRow } from './editions'
import { lockedAfter, stateOf, type Step } from './opening'
import { questionSelect, questionView } from './questions'
import { isRead } from './since'

/** What every query of progress reads. */
export const progressSelect = {
  ...{ editionId: true, paragraph: true, furthest: true, finishedAt: true, stoppedAt: true },
  ...{ stopReason: true, seconds: true, updatedAt: true },
} as const

/** A row of `progressSelect`. */
export interface ProgressRow {
  editionId: string
  paragraph: number
  furthest: number
  finishedAt: Date | null
  stoppedAt: Date | null
  stopReason: string | null
  seconds: number
  updatedAt: Date
}

/** How far a reader is, as he sees it himself. */
export function progressView(row: ProgressRow): ProgressView {
  const { editionId, paragraph, furthest, finishedAt, stoppedAt, stopReason, updatedAt } = row
  const reason = stopReason === null ? {} : { reason: stopReason }
  return {
    ...{ editionId, paragraph, furthest, finished: finishedAt !== null },
    ...(stoppedAt && { stopped: { ...reason, at: stoppedAt.toISOString() } }),
    updatedAt: updatedAt.toISOString(),
  }
}

const SESSION = {
  ...{ id: true, title: true, letter: true, contentNote: true, opensAt: true, closesAt: true },
  ...{ isSequential: true, asksPredictions: true, visibility: true, release: true, createdById: true },
  manuscript: { select: { title: true, language: true } },
  editions: {
    orderBy: [{ position: 'asc' as const }, { number: 'asc' as const }],
    select: editionSelect,
  },
  questions: { orderBy: { position: 'asc' as const }, select: questionSelect },
}

const READER = {
  ...{ id: true, name: true, userId: true, handedInAt: true, recordsProgress: true, sharesTime: true },
  ...{ remindedAt: true, reminderWord: true },
  progress: { select: progressSelect },
  answers: { select: { questionId: true, value: true } },
  predictions: { select: { editionId: true, body: true } },
} as const

async function rowsOf({ sessionId, readerId }: ReaderGrant<'look'>) {
  const [session, reader] = await Promise.all([
    database().betaSession.findUnique({ where: { id: sessionId }, select: SESSION }),
    database().betaReader.findUnique({ where: { id: readerId, sessionId }, select: READER }),
  ])
  if (!session || !reader) throw new AppError('not_found', 'There is no such beta session any more.')
  return { session, reader }
}

type Rows = Awaited<ReturnType<typeof rowsOf>>

/** The editions of a session by chapter, in the order in which they are read, the oldest of each first. */
function byChapter(editions: readonly EditionRow[]): EditionRow[][] {
  const chapters = new Map<string, EditionRow[]>()
  for (const edition of editions)
    chapters.set(edition.chapterId, [...(chapters.get(edition.chapterId) ?? []), edition])
  return [...chapters.values()]
}

/** The chapters as the reader finds them: of each the newest edition that he has begun, else the newest there is. */
function chaptersFor({ session, reader }: Rows): ReadingChapter[] {
  const progress = new Map(reader.progress.map((row) => [row.editionId, row]))
  const predicted = new Set(reader.predictions.map(({ editionId }) => editionId))
  const steps: Step[] = []
  return byChapter(session.editions).map((editions) => {
    const newest = editions.at(-1) as EditionRow
    const his = editions.findLast(({ id }) => progress.has(id)) ?? newest
    const row = progress.get(his.id)
    const locked = lockedAfter(steps, session)
    const compared = isRead({ progress: row ?? null, hasNoted: false }, reader.recordsProgress)
    steps.push({
      finished: editions.some(({ id }) => progress.get(id)?.finishedAt),
      predicted: editions.some(({ id }) => predicted.has(id)),
    })
    return {
      ...editionSummary(his),
      newer: newest.id === his.id ? null : { id: newest.id, number: newest.number, compared },
      locked,
      progress: row ? progressView(row) : null,
    }
  })
}

/** What stands in the room of who is not done. */
function reminderIn({ session, reader }: Rows, now: Date): ReadingView['reader']['reminder'] {
  const { remindedAt, reminderWord, handedInAt, progress } = reader
  const isDone = handedInAt !== null || progress.some(({ stoppedAt }) => stoppedAt)
  if (remindedAt === null || reminderWord === null || isDone || stateOf(session, now) !== 'open') return null
  return { at: remindedAt.toISOString(), word: reminderWord }
}

/** A session as its reader finds it. Before it opens there is nothing but the letter. @throws {AppError} `not_found` */
export async function showReading(grant: ReaderGrant<'look'>, now = new Date()): Promise<ReadingView> {
  const rows = await rowsOf(grant)
  const { session, reader } = rows
  const waits = stateOf(session, now) === 'waiting'
  const author = await database().user.findUnique({
    where: { id: session.createdById },
    select: { name: true },
  })
  const { id, title, letter, contentNote, visibility, release } = session
  return {
    ...{ id, title, letter, contentNote, visibility, release },
    manuscript: session.manuscript.title,
    language: session.manuscript.language,
    author: author?.name ?? '',
    opensAt: session.opensAt?.toISOString() ?? null,
    closesAt: session.closesAt?.toISOString() ?? null,
    state: stateOf(session, now),
    ...{ sequential: session.isSequential, predictions: session.asksPredictions },
    reader: {
      ...{ id: reader.id, name: reader.name, guest: reader.userId === null },
      handedInAt: reader.handedInAt?.toISOString() ?? null,
      ...{ recordsProgress: reader.recordsProgress, sharesTime: reader.sharesTime },
      remindedAt: reader.remindedAt?.toISOString() ?? null,
      reminder: reminderIn(rows, now),
    },
    chapters: waits ? [] : chaptersFor(rows),
    questions: waits ? [] : session.questions.map((question) => questionView(question)),
    answers: reader.answers.map(({ questionId, value }) => ({ questionId, value: value as string | number })),
    predicted: reader.predictions,
  }
}

/** Why a chapter is not open to the reader yet; null when it is, undefined when the session does not read it. */
async function lockOf(
  grant: ReaderGrant<'read'>,
  chapterId: string,
): Promise<ReadingChapter['locked'] | undefined> {
  return chaptersFor(await rowsOf(grant)).find((chapter) => chapter.chapterId === chapterId)?.locked
}

/** @throws {AppError} `forbidden` while the chapter is not open to the reader */
export async function mustBeOpen(grant: ReaderGrant<'read'>, chapterId: string): Promise<void> {
  const { isSequential, asksPredictions } = grant.session
  if (!isSequential && !asksPredictions) return
  const locked = await lockOf(grant, chapterId)
  if (locked === 'unfinished')
    throw new AppError('forbidden', 'This chapter opens when you have finished the one before it.')
  if (locked === 'prediction')
    throw new AppError('forbidden', 'Say first what you think will happen, then this chapter opens.')
}
