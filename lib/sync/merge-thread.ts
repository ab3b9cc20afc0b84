import type { Clock } from '@/lib/clock'
import { AppError, isAppError } from '@/lib/errors'
import { WorkThread, type ThreadBounds } from '@/lib/thread'
import { Unmergeable, type Merge, type MergeAsk, type Merged } from './merge'

/** What the thread is asked and answers. */
export type MergeWork = { merge: { ask: MergeAsk; answer: { merged: Merged } | { unmergeable: string } } }

const BOUNDS: ThreadBounds = {
  /** A slice of a chapter of 20,000 rows took less than half a second; beyond this something is wrong. */
  longestMs: 60_000,
  /** Two docs and their encodings; a chapter of 20,000 words takes 9 MB. */
  memoryMb: 512,
  /** Compaction waits for each merge before the next, and people who look at a past ask for one at a time. */
  mostWaiting: 64,
  tooHard: () => new AppError('unavailable', 'The merge took more time or memory than it may.'),
  tooMany: () => new AppError('unavailable', 'Too many merges wait, or the server is going down.'),
}

/** The thread in which histories are merged, so that nobody's typing waits for it. */
export interface MergeThread {
  /** @throws {Unmergeable} what `mergeHere` throws; also when it takes more time or memory than it may */
  merge: Merge
  /** Ends it; a merge under way is rejected and nothing comes of it. */
  close(): Promise<void>
}

/** Opens the thread. It starts at the first merge; one merge runs at a time, the others wait. */
export function openMergeThread(clock: Clock): MergeThread {
  const thread = new WorkThread<MergeWork>(new URL('./merge-loader.mjs', import.meta.url), clock, BOUNDS)
  return {
    async merge(ask) {
      const answer = await thread.run('merge', ask).catch((error: unknown) => {
        throw isAppError(error) ? new Unmergeable(error.message, { cause: error }) : error
      })
      if ('unmergeable' in answer) throw new Unmergeable(answer.unmergeable)
      return answer.merged
    },
    close: () => thread.close(),
  }
}
