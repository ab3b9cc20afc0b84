import { encodeAwarenessUpdate } from 'y-protocols/awareness'
import type { Awareness } from 'y-protocols/awareness'
import { encodeFrame } from '@/lib/sync/wire'

/** Presence is sent at most this often: ten times a second (INTERFACE.md, "Speed in the hand"). */
const PRESENCE_EVERY_MS = 100

/** Sends our own presence: the newest, and none in between. */
export class PresenceSender {
  #timer: ReturnType<typeof setTimeout> | null = null
  #sentAt = -Infinity

  constructor(
    private readonly awareness: Awareness,
    private readonly send: (frame: Uint8Array) => void,
    private readonly now: () => number,
  ) {}

  /** Our state has changed: it goes out now, or as soon as it may. */
  soon(): void {
    if (this.#timer !== null) return
    const wait = Math.max(0, this.#sentAt + PRESENCE_EVERY_MS - this.now())
    this.#timer = setTimeout(() => {
      this.#timer = null
      this.#sentAt = this.now()
      const states = encodeAwarenessUpdate(this.awareness, [this.awareness.clientID])
      this.send(encodeFrame({ type: 'awareness', states }))
    }, wait)
  }

  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
  }
}
