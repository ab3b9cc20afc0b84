import type { Clock } from '@/lib/clock'

/** A clock that stands still until a test moves it. */
export interface FakeClock extends Clock {
  /** Moves on by `ms`, running what falls due on the way in its order. */
  advance(ms: number): void
  /** Number of tasks that wait. */
  readonly waiting: number
}

/** A clock that starts on a Tuesday evening in November 2026. */
export function fakeClock(start = Date.UTC(2026, 10, 3, 19, 30)): FakeClock {
  let now = start
  let tasks: { at: number; run: () => void }[] = []
  return {
    now: () => now,
    after(ms, run) {
      const task = { at: now + ms, run }
      tasks.push(task)
      return () => {
        tasks = tasks.filter((other) => other !== task)
      }
    },
    advance(ms) {
      const end = now + ms
      for (;;) {
        const due = tasks.filter((task) => task.at <= end).sort((a, b) => a.at - b.at)[0]
        if (!due) break
        tasks = tasks.filter((task) => task !== due)
        now = Math.max(now, due.at)
        due.run()
      }
      now = end
    },
    get waiting() {
      return tasks.length
    },
  }
}

/** A fake clock, and a promise for the first timer of `ms` that somebody sets on it. */
export function clockThatTells(ms: number): { clock: FakeClock; begun: Promise<void> } {
  const clock = fakeClock()
  const after = clock.after.bind(clock)
  const begun = new Promise<void>((resolve) => {
    clock.after = (wait, task) => {
      if (wait === ms) resolve()
      return after(wait, task)
    }
  })
  return { clock, begun }
}
