import type { DatabaseTransaction } from '@/lib/db/client'
import { publish } from '@/lib/events/events'

/** Whose rights may have changed where. Absent fields match everything. */
export interface AccessMatch {
  userId?: string
  workshopId?: string
  manuscriptId?: string
  /** A login session or access token that ended. */
  loginId?: string
}

/**
 * Records, in the transaction that changes a right, that it changed: every process reads the rows each second.
 * Call `announceAccessChange` with the same match after the commit, so that this process acts at once.
 */
export async function recordAccessChange(
  tx: DatabaseTransaction,
  match: AccessMatch,
  at: Date,
): Promise<void> {
  await tx.accessChange.create({ data: { ...match, at } })
}

/** Tells this process's rooms at once; the row has told all the others. */
export function announceAccessChange(match: AccessMatch): void {
  publish({ kind: 'access_changed', ...match })
}
