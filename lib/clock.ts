/** Time as an argument: the core never reads the wall clock or sets a timer by itself. Milliseconds. */
export interface Clock {
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  now(): number
  /** Runs `task` once after `ms`; the answer cancels it. Never keeps the process alive by itself. */
  after(ms: number, task: () => void): () => void
}

/** The machine's clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after(ms, task) {
    const timer = setTimeout(task, ms)
    timer.unref?.()
    return () => clearTimeout(timer)
  },
}
