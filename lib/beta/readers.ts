import type { BetaSessionGrant, ReaderGrant, Viewer } from '@/lib/access/contract'
import { recordAudit } from '@/lib/accounts/audit'
import { hashOfSecret } from '@/lib/accounts/secrets'
import { database, inTransaction } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import { BETA_LIMITS } from './contract'
import type { BetaReaderList } from './contract.access'
import type { OwnRecord, ReaderChange, ReadingView } from './contract.reading'
import { bindAccount } from './joining'
import { announceNoteThreads, forgetNotes } from './note-threads'
import { noteSelect, noteView } from './note-views'
import { standingOf } from './lagging'
import { showReading } from './reading'
import { putReminderAway, standingSelect } from './reminders'

/** Who has access to a session, in the order in which they joined. */
export async function listReaders(
  { sessionId }: BetaSessionGrant,
  now = new Date(),
): Promise<BetaReaderList> {
  const rows = await database().betaReader.findMany({
    where: { sessionId, removedAt: null },
    orderBy: [{ joinedAt: 'asc' }, { id: 'asc' }],
    take: BETA_LIMITS.readers,
    select: {
      ...{ ...standingSelect, name: true, colour: true, email: true, joinedAt: true },
      ...{ _count: { select: { logins: true } }, session: { select: { opensAt: true, closesAt: true } } },
    },
  })
  const readers = rows.map(({ session, progress, _count, ...reader }) => ({
    ...{ id: reader.id, name: reader.name, colour: reader.colour, email: reader.email },
    ...{ guest: reader.userId === null, recordsProgress: reader.recordsProgress },
    joinedAt: reader.joinedAt.toISOString(),
    lastSeenAt: reader.lastSeenAt.toISOString(),
    handedInAt: reader.handedInAt?.toISOString() ?? null,
    remindedAt: reader.remindedAt?.toISOString() ?? null,
    standing: standingOf({ ...reader, hasStopped: progress.length > 0 }, session, now),
    devices: _count.logins,
  }))
  return { readers, next: null }
}

/**
 * Ends a reader's access, on all of his devices and through his links, from this moment on. What he gave stays.
 * @throws {AppError} `not_found`
 */
export async function removeReader(
  { sessionId, viewer }: BetaSessionGrant,
  readerId: string,
  now = new Date(),
): Promise<void> {
  await inTransaction(async (tx) => {
    const { count } = await tx.betaReader.updateMany({
      where: { id: readerId, sessionId, removedAt: null },
      data: { removedAt: now },
    })
    if (count === 0) throw new AppError('not_found', 'The session has no such reader any more.')
    await tx.betaLogin.deleteMany({ where: { readerId } })
    await tx.betaInvitation.updateMany({ where: { readerId, revokedAt: null }, data: { revokedAt: now } })
    const actorId = viewer.userId
    await recordAudit(tx, { action: 'beta_reader.removed', actorId, subject: readerId, at: now })
  })
}

/**
 * Changes what a reader is called or what is recorded of him, and puts a reminder away. Switching the recording off forgets
 * what there is.
 */
export async function changeReader(
  grant: ReaderGrant<'look'>,
  { name, recordsProgress, sharesTime, reminder }: ReaderChange,
  now = new Date(),
): Promise<ReadingView> {
  const { readerId } = grant
  await inTransaction(async (tx) => {
    const { joinedAt } = await tx.betaReader.update({
      where: { id: readerId },
      data: { name, recordsProgress, sharesTime },
      select: { joinedAt: true },
    })
    // When he was here is part of how he reads: forgotten with it, and kept again from the moment on at which he says so.
    if (recordsProgress !== undefined && recordsProgress !== grant.reader.recordsProgress)
      await tx.betaReader.updateMany({
        where: { id: readerId },
        data: { lastSeenAt: recordsProgress ? now : joinedAt },
      })
    if (recordsProgress === false)
      await tx.betaProgress.updateMany({
        where: { readerId },
        data: { paragraph: 0, furthest: 0, seconds: 0 },
      })
    if (sharesTime === false) await tx.betaProgress.updateMany({ where: { readerId }, data: { seconds: 0 } })
  })
  if (reminder === null) await putReminderAway(grant)
  return showReading(grant)
}

/**
 * Makes a guest's reading that of the account that is signed in, so that he can sign in to it anywhere.
 * @throws {AppError} `conflict` when either of the two reads here as somebody else
 */
export async function claimReading(grant: ReaderGrant<'look'>, viewer: Viewer): Promise<ReadingView> {
  const bound = await inTransaction((tx) => bindAccount(tx, grant, viewer))
  if (!bound && grant.userId !== viewer.userId)
    throw new AppError('conflict', 'This reading belongs to an account, or your account reads here already.')
  return showReading(grant)
}

/** All that is kept of a reader and of what he wrote, private notes included, for himself. */
export async function ownRecord(grant: ReaderGrant<'look'>): Promise<OwnRecord> {
  const { readerId } = grant
  const [reading, notes] = await Promise.all([
    showReading(grant),
    database().betaNote.findMany({
      where: { readerId, deletedAt: null },
      orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
      select: noteSelect,
    }),
  ])
  return { reading, notes: notes.map((row) => noteView(row, readerId)) }
}

/** Deletes a reader with all that was recorded of him and all that he wrote, in the draft too. It cannot be undone. */
export async function leaveSession({ readerId, sessionId }: ReaderGrant<'look'>): Promise<void> {
  const at = new Date()
  const gone = await inTransaction(async (tx) => {
    const threads = await forgetNotes(tx, [readerId])
    await tx.betaReader.delete({ where: { id: readerId }, select: { id: true } })
    await recordAudit(tx, { action: 'beta_reader.left', subject: readerId, details: { sessionId }, at })
    return threads
  })
  await announceNoteThreads(gone)
}

/** Signs a reader out on one device: its token opens nothing any more. His link brings him back. */
export async function endDevice({ readerId }: ReaderGrant<'look'>, token: string): Promise<void> {
  await database().betaLogin.deleteMany({ where: { readerId, hash: hashOfSecret(token) } })
}
