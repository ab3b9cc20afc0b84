import * as Y from 'yjs'
import type { RefusalClass } from '@/lib/sync/contract'
import type { EditRange } from './edits'

/** Updates larger than this go by `POST /chapters/{id}/updates` (DESIGN §4). */
export const POST_OVER_BYTES = 512 * 1024

/** What became of an update sent over HTTP. */
export type PostAnswer =
  | { state: 'saved' }
  | { state: 'refused'; class: RefusalClass }
  /** More bytes than the server, or a proxy before it, takes at once: the same again would end the same. */
  | { state: 'too_large' }
  | { state: 'failed' }

/** What became of it in the end. `wasCut` tells that it went in parts. */
export type Posted = PostAnswer & { wasCut: boolean }

/** What posting needs: to send, and all that is unsaved as updates in the order in which they were made. */
export interface PostWorld {
  postUpdate(update: Uint8Array): Promise<PostAnswer>
  unsavedParts(): Uint8Array[]
}

/** Sends large updates over HTTP, one at a time, in parts when the whole is too large. Edits made meanwhile wait. */
export class Posting {
  isBusy = false
  /** True when the server asked what it lacks while something was being posted. */
  wasAsked = false
  #held: { edit: number; update: Uint8Array }[] = []
  #isStopped = false

  constructor(private readonly world: PostWorld) {}

  /** Keeps an edit until the post under way has its answer. */
  hold(edit: number, update: Uint8Array): void {
    this.#held.push({ edit, update })
  }

  /** What was held, as one update; null when nothing was. */
  takeHeld(): { update: Uint8Array; range: EditRange } | null {
    const held = this.#held.splice(0)
    const [first, last] = [held[0], held.at(-1)]
    if (!first || !last) return null
    const range = { from: first.edit, to: last.edit }
    return { update: Y.mergeUpdates(held.map(({ update }) => update)), range }
  }

  /** Posts an update; null when posting was stopped meanwhile. */
  async post(update: Uint8Array): Promise<Posted | null> {
    this.isBusy = true
    const whole = await this.world.postUpdate(update)
    const wasCut = whole.state === 'too_large' && !this.#isStopped
    const answer = wasCut ? await this.#inHalves(this.world.unsavedParts()) : whole
    if (this.#isStopped) return null
    this.isBusy = false
    return { ...answer, wasCut }
  }

  stop(): void {
    this.#isStopped = true
  }

  /** What was too large as a whole in two halves, and each again in halves; in order, as the server wants it. */
  async #inHalves(parts: Uint8Array[]): Promise<PostAnswer> {
    const half = Math.ceil(parts.length / 2)
    if (half === parts.length) return { state: 'too_large' }
    for (const some of [parts.slice(0, half), parts.slice(half)]) {
      const whole = await this.world.postUpdate(Y.mergeUpdates(some))
      if (this.#isStopped) return { state: 'failed' }
      const answer = whole.state === 'too_large' ? await this.#inHalves(some) : whole
      if (answer.state !== 'saved') return answer
    }
    return { state: 'saved' }
  }
}
