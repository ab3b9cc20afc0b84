import type { BetaSessionView } from './contract.sessions'

/** Whether a session waits for its day, is open or is closed, by the clock and not by whoever closes it. */
export function stateOf(
  { opensAt, closesAt }: { opensAt: Date | null; closesAt: Date | null },
  now: Date,
): BetaSessionView['state'] {
  if (closesAt && closesAt <= now) return 'closed'
  return opensAt && opensAt > now ? 'waiting' : 'open'
}

/** A chapter of a session as far as it decides what opens after it. */
export interface Step {
  finished: boolean
  predicted: boolean
}

/**
 * Why the chapter after these is not open to a reader yet; null when it is. One that follows nothing is always open.
 * @param before the chapters before it, in their order
 */
export function lockedAfter(
  before: readonly Step[],
  { isSequential, asksPredictions }: { isSequential: boolean; asksPredictions: boolean },
): 'unfinished' | 'prediction' | null {
  if (isSequential && before.some(({ finished }) => !finished)) return 'unfinished'
  if (asksPredictions && before.length > 0 && !before.at(-1)?.predicted) return 'prediction'
  return null
}
