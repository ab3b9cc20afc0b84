import type { ReaderGrant } from '@/lib/access/contract'
import { database } from '@/lib/db/client'

/**
 * Since when the author sees what a reader says now: at once, or, in a session that waits for that, once he has handed in
 * (what he adds later comes at once). Null while it is the reader's alone; what is private always is.
 */
export async function releaseOf(
  { sessionId, readerId }: ReaderGrant<'read'>,
  isPrivate: boolean,
  now: Date,
): Promise<Date | null> {
  if (isPrivate) return null
  const session = await database().betaSession.findUnique({
    where: { id: sessionId },
    select: { release: true },
  })
  if (session?.release === 'at_once') return now
  const reader = await database().betaReader.findUnique({
    where: { id: readerId },
    select: { handedInAt: true },
  })
  return reader?.handedInAt ? now : null
}
