import type { ReaderGrant } from '@/lib/access/contract'
import type { DatabaseTransaction } from '@/lib/db/client'

/** `lastSeenAt` is written at most this often. Milliseconds. */
const SEEN_MS = 60_000

/**
 * Keeps that a reader was here. Only for what the author may know: that he read, where he lets it be recorded, or that he
 * gave something which the author sees already.
 */
export async function wasHere(
  tx: Pick<DatabaseTransaction, 'betaReader'>,
  { readerId, reader }: ReaderGrant<'read'>,
  now: Date,
): Promise<void> {
  if (now.getTime() - reader.lastSeenAt.getTime() < SEEN_MS) return
  await tx.betaReader.updateMany({ where: { id: readerId }, data: { lastSeenAt: now } })
}
