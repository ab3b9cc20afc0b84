import { Worker } from 'node:worker_threads'
import type { Clock } from '@/lib/clock'
import { Unmergeable, type Merge, type MergeAsk, type Merged } from './merge'

/** A slice of a chapter of 20,000 rows took less than half a second; beyond this something is wrong. */
const LONGEST_MS = 60_000
/** Old-space of the thread: two docs and their encodings; a chapter of 20,000 words takes 9 MB. */
const MEMORY_MB = 512

/** What the thread answers; it is asked a `MergeAsk` at a time. */
export type MergeAnswer = { ok: true; merged: Merged } | { ok: false; sentence: string }

/** The thread in which histories are merged, so that nobody's typing waits for it. */
export interface MergeThread {
  /** @throws {Unmergeable} what `mergeHere` throws; also when it takes more time or memory than it may */
  merge: Merge
  /** Ends it; a merge under way is rejected and nothing comes of it. */
  close(): Promise<void>
}

/** Opens the thread. It starts at the first merge; one merge runs at a time, the others wait. */
export function openMergeThread(clock: Clock): MergeThread {
  let worker: Worker | null = null
  let isClosed = false
  let last: Promise<unknown> = Promise.resolve()
  const give = async (): Promise<void> => {
    const ending = worker
    worker = null
    await ending?.terminate()
  }
  const run = async (ask: MergeAsk): Promise<Merged> => {
    if (isClosed) throw new Unmergeable('The server is going down.')
    worker ??= start()
    const answer = await answerOf(worker, ask, clock)
    if (!answer) {
      await give()
      throw new Unmergeable('The merge took more time or memory than it may.')
    }
    if (!answer.ok) throw new Unmergeable(answer.sentence)
    return answer.merged
  }
  return {
    merge(ask) {
      const merged = last.then(() => run(ask))
      last = merged.catch(() => undefined)
      return merged
    },
    async close() {
      isClosed = true
      await give()
    },
  }
}

function start(): Worker {
  const worker = new Worker(new URL('./merge-loader.mjs', import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
  })
  worker.unref()
  return worker
}

/** Null when the thread ended or did not answer in time. */
function answerOf(worker: Worker, ask: MergeAsk, clock: Clock): Promise<MergeAnswer | null> {
  return new Promise((resolve) => {
    const end = (answer: MergeAnswer | null) => {
      cancel()
      worker.off('message', end)
      worker.off('error', failed)
      worker.off('exit', failed)
      worker.unref()
      resolve(answer)
    }
    const failed = () => end(null)
    const cancel = clock.after(LONGEST_MS, failed)
    worker.once('message', end)
    worker.once('error', failed)
    worker.once('exit', failed)
    worker.ref()
    worker.postMessage(ask)
  })
}
