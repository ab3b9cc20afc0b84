import * as Y from 'yjs'

/** Remote updates are applied at most this often: each one makes the editor compare the chapter (INTERFACE.md). */
export const APPLY_EVERY_MS = 100

/**
 * What others wrote, on its way into the doc. It comes in batches of one transaction each, and not at all while
 * somebody composes a word (an input method, an Android keyboard): the browser would drop the composition when its
 * paragraph is drawn again. The CRDT merges the same whenever a batch comes, so holding it loses nothing.
 */
export class Inbox {
  /**
   * Called right before anything of others is shown, outside of any transaction. An editor reads here what its person has
   * just done to the page and the browser has not told yet: drawn before that, the caret would go back to where it was.
   */
  prepare: () => void = () => undefined
  #waiting: Uint8Array[] = []
  #held = false
  #timer: ReturnType<typeof setTimeout> | null = null
  #appliedAt = -Infinity

  /** @param origin the origin of the transactions, by which the provider knows them as not its own */
  constructor(
    private readonly doc: Y.Doc,
    private readonly origin: unknown,
    private readonly now: () => number,
  ) {}

  /** Number of updates that wait. */
  get size(): number {
    return this.#waiting.length
  }

  /** Takes an update; the first one after a pause is applied at once. */
  add(update: Uint8Array): void {
    this.#waiting.push(update)
    if (this.#held || this.#timer !== null) return
    const wait = this.#appliedAt + APPLY_EVERY_MS - this.now()
    if (wait <= 0) this.flush()
    else this.#timer = setTimeout(() => this.flush(), wait)
  }

  /** Applies nothing until `release`. */
  hold(): void {
    this.#held = true
  }

  /** Applies what waited, and goes on. */
  release(): void {
    this.#held = false
    this.flush()
  }

  /** Applies what waits now, unless held. */
  flush(): void {
    this.stop()
    if (this.#held || this.#waiting.length === 0) return
    this.prepare()
    const updates = this.#waiting
    this.#waiting = []
    this.#appliedAt = this.now()
    this.doc.transact(() => {
      for (const update of updates) Y.applyUpdate(this.doc, update, this.origin)
    }, this.origin)
  }

  /** Sets no timer any more, until the next `add`. */
  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
  }
}
