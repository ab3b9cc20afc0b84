/** Waits between attempts to connect double from the first to the second, each shortened by up to half at random. */
const FIRST_RETRY_MS = 300
const LONGEST_RETRY_MS = 10_000

/** When to connect again. */
export class Reconnecting {
  /** Attempts since the server last greeted us. */
  attempts = 0
  #timer: ReturnType<typeof setTimeout> | null = null

  /** @param random from 0 to 1 */
  constructor(
    private readonly connect: () => void,
    private readonly random: () => number,
  ) {}

  /** Connects after `waitMs`, or after a wait that grows with each attempt. Replaces what was planned. */
  later(waitMs?: number): void {
    this.stop()
    const longest = Math.min(FIRST_RETRY_MS * 2 ** this.attempts, LONGEST_RETRY_MS)
    this.attempts += 1
    const wait = waitMs ?? longest * (1 - this.random() / 2)
    this.#timer = setTimeout(() => {
      this.#timer = null
      this.connect()
    }, wait)
  }

  /** The server has greeted us. */
  succeeded(): void {
    this.attempts = 0
  }

  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
  }
}
