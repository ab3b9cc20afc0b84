import type { BetaSessionGrant, ReaderGrant } from '@/lib/access/contract'
import { database, inTransaction } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import { readReminders } from '@/lib/notify/notices'
import { announceNotices, tell } from '@/lib/notify/telling'
import type { NewReminders, RemindersView } from './contract.access'
import { standingOf } from './lagging'
import { stateOf } from './opening'

/** A Prisma filter: he said somewhere that he stops, and has not gone on since. */
const STOPPED = { progress: { some: { stoppedAt: { not: null } } } } as const

/** What `standingOf` needs of a reader. `progress` holds a row when he has stopped. */
export const standingSelect = {
  ...{ id: true, userId: true, lastSeenAt: true, remindedAt: true, handedInAt: true },
  recordsProgress: true,
  progress: { where: { stoppedAt: { not: null } }, take: 1, select: { editionId: true } },
} as const

/** What reminding needs of a session. Its readers hear of the author who set it up and of nobody else. */
export const remindedSession = { id: true, opensAt: true, closesAt: true, createdById: true } as const

interface SessionRow {
  id: string
  opensAt: Date | null
  closesAt: Date | null
  createdById: string
}

async function readersOf(session: SessionRow, now: Date) {
  const rows = await database().betaReader.findMany({
    where: { sessionId: session.id, removedAt: null },
    orderBy: [{ joinedAt: 'asc' }, { id: 'asc' }],
    select: standingSelect,
  })
  return rows.map(({ progress, ...row }) => ({
    ...row,
    standing: standingOf({ ...row, hasStopped: progress.length > 0 }, session, now),
  }))
}

type Candidate = Awaited<ReturnType<typeof readersOf>>[number]

/**
 * Reminds one reader in a single conditional write: only while all that was judged of him stands as it was judged. So of any
 * number of people and processes that remind him at once one does, and nobody once he has handed in or stopped.
 * @returns whether it did
 */
async function remindOne(
  { id: sessionId, createdById }: SessionRow,
  { id, userId, lastSeenAt, remindedAt, recordsProgress }: Candidate,
  word: string,
  now: Date,
): Promise<boolean> {
  const { isDone, told } = await inTransaction(async (tx) => {
    const judged = { lastSeenAt, remindedAt, recordsProgress, handedInAt: null, removedAt: null }
    const { count } = await tx.betaReader.updateMany({
      where: { id, ...judged, NOT: STOPPED },
      data: { remindedAt: now, reminderWord: word },
    })
    if (count === 0 || !userId) return { isDone: count > 0, told: [] }
    const subject = { betaSessionId: sessionId }
    const who = { byUserId: createdById, userIds: [userId] }
    return {
      isDone: true,
      told: await tell(tx, { kind: 'reminder', groupKey: sessionId, subject, ...who }, now),
    }
  })
  announceNotices(told)
  return isDone
}

/**
 * Reminds all of a session who lag.
 * @returns how many
 */
export async function remindLagging(session: SessionRow, now: Date): Promise<number> {
  let many = 0
  for (const reader of await readersOf(session, now))
    if (reader.standing === 'lags' && (await remindOne(session, reader, '', now))) many++
  return many
}

/**
 * Reminds readers by hand: those who are named, or all who lag. Nobody is reminded twice within a week, and nobody who has
 * handed in or stopped.
 * @throws {AppError} `conflict` while the session is not open
 */
export async function remindReaders(
  { sessionId }: BetaSessionGrant,
  { readerIds, word = '' }: NewReminders,
  now = new Date(),
): Promise<RemindersView> {
  const session = await database().betaSession.findUniqueOrThrow({
    where: { id: sessionId },
    select: remindedSession,
  })
  if (stateOf(session, now) !== 'open')
    throw new AppError('conflict', 'Nobody is reminded before a beta session opens or after it has closed.')
  const before = await readersOf(session, now)
  const named = new Set(readerIds ?? before.map(({ id }) => id))
  const reminded: string[] = []
  for (const reader of before) {
    const { id, standing } = reader
    const isMeant = standing === 'lags' || (readerIds !== undefined && standing === 'not_recorded')
    if (named.has(id) && isMeant && (await remindOne(session, reader, word.trim(), now))) reminded.push(id)
  }
  const others = [...named].filter((id) => !reminded.includes(id))
  return { reminded, spared: others.length > 0 ? await reasonsFor(others, session, now) : [] }
}

/** Why these were not reminded, as they stand now: somebody may have been quicker. */
async function reasonsFor(
  readerIds: readonly string[],
  session: SessionRow,
  now: Date,
): Promise<RemindersView['spared']> {
  const standings = new Map((await readersOf(session, now)).map(({ id, standing }) => [id, standing]))
  return readerIds.map((readerId) => {
    const standing = standings.get(readerId) ?? 'gone'
    return { readerId, reason: standing === 'lags' ? 'reading' : standing }
  })
}

/** Takes away the reminder that stands in a reader's room: he reads on, is done, or has seen it. */
export async function putReminderAway({
  readerId,
  sessionId,
  userId,
  reader,
}: ReaderGrant<'look'>): Promise<void> {
  if (!reader.isReminded) return
  await database().betaReader.updateMany({ where: { id: readerId }, data: { reminderWord: null } })
  if (userId) await readReminders(userId, sessionId)
}
