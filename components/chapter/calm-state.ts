import type { ChapterState } from '@/lib/sync/client/open-chapter'

/** “Saved” is said when nothing was typed for so long: with each key the word would go and come back. */
export const SAID_AFTER_MS = 200

/** A chapter, as far as its state is followed. */
interface Followed {
  readonly state: ChapterState
  subscribe(listener: () => void): () => void
}

/**
 * The state of a chapter as a page shows it: as it is, but for “Saved” after typing, which waits until it lasts. While
 * somebody types on, nothing on the page changes: each change costs the page a look at the whole text.
 */
export class CalmState {
  #shown: ChapterState
  #timer: ReturnType<typeof setTimeout> | null = null
  readonly #listeners = new Set<() => void>()

  constructor(private readonly chapter: Followed) {
    this.#shown = chapter.state
  }

  /** Stays the same object until something is to be shown. */
  readonly read = (): ChapterState => this.#shown

  readonly subscribe = (listener: () => void): (() => void) => {
    const stop = this.#listeners.size === 0 ? this.chapter.subscribe(() => this.#look()) : null
    if (stop) this.#stop = stop
    this.#listeners.add(listener)
    this.#look()
    return () => {
      this.#listeners.delete(listener)
      if (this.#listeners.size > 0) return
      this.#wait(null)
      this.#stop()
    }
  }

  #stop: () => void = () => undefined

  #look(): void {
    const { state } = this.chapter
    if (isSameBut(this.#shown, state, 'saving')) {
      const [was, now] = [this.#shown.saving.state, state.saving.state]
      if (was === now && now === 'typed') return this.#wait(null)
      if (was === 'typed' && now === 'saved') return this.#wait(SAID_AFTER_MS)
    }
    if (state !== this.#shown) this.#show()
  }

  #show(): void {
    this.#wait(null)
    this.#shown = this.chapter.state
    for (const listener of this.#listeners) listener()
  }

  #wait(ms: number | null): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = ms === null ? null : setTimeout(() => this.#show(), ms)
  }
}

/** True when two states are the same in everything but one thing. */
function isSameBut(before: ChapterState, after: ChapterState, but: keyof ChapterState): boolean {
  const keys = Object.keys(before) as (keyof ChapterState)[]
  return keys.every((key) => key === but || before[key] === after[key])
}
