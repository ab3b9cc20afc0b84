import type { ReaderGrant } from '@/lib/access/contract'
import { database, inTransaction } from '@/lib/db/client'
import type { ReadingView } from './contract.reading'
import { announceNoteThreads, openNoteThread, prepareThreads } from './note-threads'
import { noteSelect } from './note-views'
import { showReading } from './reading'
import { putReminderAway } from './reminders'
import { tellOfReader } from './telling'

/**
 * Hands in: the reader is done, and all that he noted, answered and predicted reaches the author, but what is private.
 * What he adds afterwards reaches the author at once. Handing in again changes nothing.
 */
export async function handIn(grant: ReaderGrant<'read'>, now = new Date()): Promise<ReadingView> {
  const isFirst = grant.reader.handedInAt === null
  await releaseAll(grant, now)
  await releaseHeld(grant, now)
  await putReminderAway(grant)
  if (isFirst) await tellOfReader(grant)
  return showReading(grant)
}

/**
 * Of a reader who has handed in, releases what is held still because he wrote it while he handed in, in another window.
 * Nothing happens before he has.
 */
export async function releaseHeld(grant: ReaderGrant<'read'>, now = new Date()): Promise<void> {
  const { readerId } = grant
  const held = { readerId, releasedAt: null, reader: { handedInAt: { not: null } } }
  const counts = await Promise.all([
    database().betaNote.count({ where: { ...held, isPrivate: false, deletedAt: null } }),
    database().betaAnswer.count({ where: held }),
    database().betaPrediction.count({ where: held }),
  ])
  if (counts.some((many) => many > 0)) await releaseAll(grant, now)
}

/** Hands in and releases all that is held now, in one transaction. */
async function releaseAll({ readerId, sessionId }: ReaderGrant<'read'>, now: Date): Promise<void> {
  const held = { readerId, releasedAt: null }
  const notes = await database().betaNote.findMany({
    where: { ...held, isPrivate: false, deletedAt: null },
    select: noteSelect,
  })
  const threads = await prepareThreads(sessionId, notes)
  const released = { releasedAt: now }
  await inTransaction(async (tx) => {
    await tx.betaReader.updateMany({
      where: { id: readerId, handedInAt: null },
      data: { handedInAt: now, lastSeenAt: now },
    })
    await tx.betaAnswer.updateMany({ where: held, data: released })
    await tx.betaPrediction.updateMany({ where: held, data: released })
    for (const { id } of notes)
      await tx.betaNote.updateMany({ where: { id, isPrivate: false }, data: released })
    for (const thread of threads) await openNoteThread(tx, thread, now)
  })
  await announceNoteThreads(threads)
}
