import { PRESENT } from '@/lib/access/visible'
import type { Clock } from '@/lib/clock'
import { database } from '@/lib/db/client'
import { log } from '@/lib/log'
import { keepDoing, type Repeating } from '@/lib/repeating'
import { remindedSession, remindLagging } from './reminders'

/** How often the server looks who lags. Milliseconds. */
export const LOOK_EVERY_MS = 60 * 60 * 1_000
/** The first time after a start. */
export const FIRST_LOOK_MS = 6 * 60 * 1_000

/**
 * Reminds who lags in the sessions whose authors asked for that. Any number of processes may do so at once.
 * @returns how many were reminded
 */
export async function remindWeekly(clock: Clock): Promise<number> {
  const now = new Date(clock.now())
  const sessions = await database().betaSession.findMany({
    where: {
      ...{ ...PRESENT, manuscript: { ...PRESENT, workshop: PRESENT }, remindsWeekly: true },
      AND: [
        { OR: [{ opensAt: null }, { opensAt: { lte: now } }] },
        { OR: [{ closesAt: null }, { closesAt: { gt: now } }] },
      ],
    },
    orderBy: { id: 'asc' },
    select: remindedSession,
  })
  let many = 0
  for (const session of sessions) many += await remindLagging(session, now)
  return many
}

/** Looks some minutes after the start and then each hour. */
export function keepReadersReminded({ clock }: { clock: Clock }): Repeating {
  const look = async () => {
    const readers = await remindWeekly(clock)
    if (readers > 0) log().info({ readers }, 'beta readers who lag were reminded')
  }
  const failed = 'beta readers could not be reminded; it is tried again in an hour'
  return keepDoing(look, { clock, firstMs: FIRST_LOOK_MS, everyMs: LOOK_EVERY_MS, failed })
}
