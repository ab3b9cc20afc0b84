import type { Clock } from '@/lib/clock'
import { log } from '@/lib/log'

/** Work that goes on. `stop` ends it; `settled` resolves when none is under way. */
export interface Repeating {
  stop(): void
  settled(): Promise<void>
}

interface Rhythm {
  clock: Clock
  /** Milliseconds until the first time: a server that starts has better things to do. */
  firstMs: number
  /** Milliseconds from one time to the next. */
  everyMs: number
  /** What is logged when the work threw; it is done again at the next time. */
  failed: string
}

/** Does work some time after the start and then again and again, never twice at once. */
export function keepDoing(work: () => Promise<void>, { clock, firstMs, everyMs, failed }: Rhythm): Repeating {
  let running = Promise.resolve()
  let cancel = () => {}
  const once = async () => {
    try {
      await work()
    } catch (error) {
      log().error({ kind: (error as Error).name }, failed)
    }
  }
  const plan = (ms: number) => {
    cancel = clock.after(ms, () => {
      running = running.then(once)
      plan(everyMs)
    })
  }
  plan(firstMs)
  return { stop: () => cancel(), settled: () => running }
}
