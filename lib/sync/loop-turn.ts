import type { Clock } from '@/lib/clock'

/**
 * How long frames have been taken in this turn of the event loop. A socket hands over all that it has read at once, so
 * without an end to its turn a burst of costly frames would keep commits, timers and everybody else waiting.
 */
export class LoopTurn {
  #since: number | null = null
  #isAsked = false
  readonly #waiting: (() => void)[] = []

  constructor(
    private readonly clock: Clock,
    private readonly ms: number,
  ) {}

  /** True when frames have been taken for `ms` in this turn, by whomever. */
  get isSpent(): boolean {
    const now = this.clock.now()
    if (this.#since === null) {
      this.#since = now
      this.#ask()
    }
    return now - this.#since >= this.ms
  }

  /** Resolves in a later turn. Each turn lets one go on, the one that has waited longest. */
  next(): Promise<void> {
    this.#ask()
    return new Promise((resolve) => this.#waiting.push(resolve))
  }

  #ask(): void {
    if (this.#isAsked) return
    this.#isAsked = true
    setImmediate(() => {
      this.#isAsked = false
      this.#since = null
      this.#waiting.shift()?.()
      if (this.#waiting.length > 0) this.#ask()
    })
  }
}
