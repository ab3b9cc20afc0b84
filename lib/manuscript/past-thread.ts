import type { Clock } from '@/lib/clock'
import { AppError } from '@/lib/errors'
import { WorkThread, type ThreadBounds } from '@/lib/thread'
import { holdPastWorker, type PastWork } from './past-work'

const BOUNDS: ThreadBounds = {
  /** A piece of a history at a time; 20,000 rows at once took less than 3 s. */
  longestMs: 30_000,
  /** Some histories with all that was ever deleted in them (`MOST_TRACED_BYTES`). */
  memoryMb: 768,
  mostWaiting: 64,
  tooHard: () =>
    new AppError(
      'unavailable',
      'This chapter’s past is too large to be looked through. Nothing was changed.',
    ),
  tooMany: () => new AppError('unavailable', 'Too many look through the past. Try again in a minute.'),
}

/**
 * Opens the thread in which histories are followed, with bounds on memory and time, and makes it do the process's past
 * work. It starts when somebody first asks for a chapter's past.
 * @returns ends it
 */
export function openPastThread(clock: Clock): () => Promise<void> {
  const thread = new WorkThread<PastWork>(new URL('./past-loader.mjs', import.meta.url), clock, BOUNDS)
  holdPastWorker(thread.run)
  return async () => {
    holdPastWorker(null)
    await thread.close()
  }
}
