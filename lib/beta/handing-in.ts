import type { ReaderGrant } from '@/lib/access/contract'
import { database, inTransaction } from '@/lib/db/client'
import type { ReadingView } from './contract'
import { announceNoteThreads, openNoteThread, prepareThreads } from './note-threads'
import { noteSelect } from './note-views'
import { showReading } from './reading'

/**
 * Hands in: the reader is done, and all that he noted, answered and predicted reaches the author, but what is private.
 * What he adds afterwards reaches the author at once. Handing in again changes nothing.
 */
export async function handIn(grant: ReaderGrant<'read'>, now = new Date()): Promise<ReadingView> {
  const { readerId } = grant
  const held = { readerId, releasedAt: null }
  await inTransaction(async (tx) => {
    await tx.betaReader.updateMany({
      where: { id: readerId, handedInAt: null },
      data: { handedInAt: now, lastSeenAt: now },
    })
    await tx.betaAnswer.updateMany({ where: held, data: { releasedAt: now } })
    await tx.betaPrediction.updateMany({ where: held, data: { releasedAt: now } })
  })
  await releaseHeld(grant, now)
  return showReading(grant)
}

/** Of a reader who has handed in, releases the notes that are held still: all at once, and what is written meanwhile too. */
export async function releaseHeld(
  { readerId, sessionId }: ReaderGrant<'read'>,
  now = new Date(),
): Promise<void> {
  for (;;) {
    const notes = await database().betaNote.findMany({
      where: {
        readerId,
        releasedAt: null,
        isPrivate: false,
        deletedAt: null,
        reader: { handedInAt: { not: null } },
      },
      select: noteSelect,
    })
    if (notes.length === 0) return
    const threads = await prepareThreads(sessionId, notes)
    await inTransaction(async (tx) => {
      for (const { id } of notes)
        await tx.betaNote.updateMany({ where: { id, isPrivate: false }, data: { releasedAt: now } })
      for (const thread of threads) await openNoteThread(tx, thread, now)
    })
    await announceNoteThreads(threads)
  }
}
