import type { ReaderGrant } from '@/lib/access/contract'

/**
 * Since when the author sees what a reader says now: at once, or, in a session that waits for that, once he has handed in
 * (what he adds later comes at once). Null while it is the reader's alone; what is private always is.
 */
export function releaseOf(
  { session, reader }: ReaderGrant<'read'>,
  isPrivate: boolean,
  now: Date,
): Date | null {
  if (isPrivate) return null
  return session.release === 'at_once' || reader.handedInAt ? now : null
}
