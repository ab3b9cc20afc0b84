import { BETA_LIMITS } from './contract'
import type { ReminderStanding } from './contract.access'
import { stateOf } from './opening'

/** After so long without being here a reader lags, and so long after a reminder the next one may come. Milliseconds. */
export const REMINDER_MS = BETA_LIMITS.reminderDays * 24 * 3_600_000

/** What decides about a reader; all of it may be known to the author. */
export interface Read {
  lastSeenAt: Date
  remindedAt: Date | null
  handedInAt: Date | null
  recordsProgress: boolean
  /** Somewhere he said “I stop here”, and has not gone on since. */
  hasStopped: boolean
}

/**
 * How a reader stands to a reminder. He lags who was not here for a week in which the session was open, has neither handed
 * in nor stopped, and was not reminded within that week. Whoever does not let his reading be recorded is never said to lag
 * and never said to read.
 */
export function standingOf(
  reader: Read,
  session: { opensAt: Date | null; closesAt: Date | null },
  now: Date,
): ReminderStanding {
  if (reader.handedInAt) return 'handed_in'
  if (reader.hasStopped) return 'stopped'
  if (stateOf(session, now) !== 'open') return 'not_open'
  const isPast = (at: Date) => now.getTime() - at.getTime() >= REMINDER_MS
  if (reader.remindedAt && !isPast(reader.remindedAt)) return 'reminded'
  if (!reader.recordsProgress) return 'not_recorded'
  const mayReadSince = session.opensAt ?? reader.lastSeenAt
  return isPast(reader.lastSeenAt) && isPast(mayReadSince) ? 'lags' : 'reading'
}
