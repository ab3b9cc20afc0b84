import type { Clock } from '@/lib/clock'
import { AppError } from '@/lib/errors'
import { WorkThread, type ThreadBounds } from '@/lib/thread'
import type { DocWork, DocWorker } from './doc-work'

const BOUNDS: Omit<ThreadBounds, 'longestMs' | 'tooHard'> = {
  /** A doc takes about 19 bytes of heap for each byte of its encoding; the largest update is 8 MiB. */
  memoryMb: 1024,
  /** One for each room that has a large update under way; each holds at most the doc and 8 MiB. */
  mostWaiting: 64,
  tooMany: () => new AppError('unavailable', 'Too many large changes wait to be looked at.'),
}

/** 100,000 scattered structs on a chapter of 100,000 edits: 2 s on a machine at full load. */
const EXAMINE: ThreadBounds = {
  ...BOUNDS,
  longestMs: 5_000,
  tooHard: () => new AppError('too_large', 'This change costs more than a change may.'),
}

/** What was stored was once accepted, so it is only a question of time; a machine at full load may need long. */
const OPEN: ThreadBounds = {
  ...BOUNDS,
  longestMs: 60_000,
  tooHard: () => new AppError('unavailable', 'The chapter took too long to be read.'),
}

/** Loading a thread's code takes both cores for a moment, which a server that starts needs itself. */
const WARM_AFTER_MS = 3_000

/** The threads in which docs are read and large updates are judged. */
export interface DocThreads {
  work: DocWorker
  close(): Promise<void>
}

/** Opens two threads, so that what somebody sends never delays the opening of another chapter. */
export function openDocThreads(clock: Clock): DocThreads {
  const loader = new URL('./doc-loader.mjs', import.meta.url)
  const opening = new WorkThread<DocWork>(loader, clock, OPEN)
  const examining = new WorkThread<DocWork>(loader, clock, EXAMINE)
  const forget = clock.after(WARM_AFTER_MS, () => {
    opening.warm()
    examining.warm()
  })
  return {
    work: (kind, ask) => (kind === 'examine' ? examining : opening).run(kind, ask),
    async close() {
      forget()
      await Promise.all([opening.close(), examining.close()])
    },
  }
}
