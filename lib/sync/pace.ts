import type { Clock } from '@/lib/clock'
import type { SyncLimits } from './limits'

/**
 * A token bucket for frames and bytes. It never says no: it says how long the socket has to rest, so that no frame
 * is dropped and a fast sender is merely slowed down.
 */
export class Pace {
  #frames: number
  #bytes: number
  #filledAt: number

  constructor(
    private readonly clock: Clock,
    private readonly limits: SyncLimits,
  ) {
    this.#frames = limits.framesPerSecond * limits.burstSeconds
    this.#bytes = limits.bytesPerSecond * limits.burstSeconds
    this.#filledAt = clock.now()
  }

  /** Takes one frame of `bytes`. @returns milliseconds to rest, 0 for none */
  take(bytes: number): number {
    this.#fill()
    this.#frames -= 1
    return this.charge(bytes)
  }

  /** Takes bytes without a frame: what an answer costs. @returns milliseconds to rest, 0 for none */
  charge(bytes: number): number {
    this.#bytes -= bytes
    const { framesPerSecond, bytesPerSecond } = this.limits
    return Math.ceil(1000 * Math.max(0, -this.#frames / framesPerSecond, -this.#bytes / bytesPerSecond))
  }

  /** True when it has rested so long that a new one would be the same. */
  isFull(now: number): boolean {
    const { framesPerSecond, bytesPerSecond, burstSeconds } = this.limits
    const seconds = (now - this.#filledAt) / 1000
    return (
      this.#frames + seconds * framesPerSecond >= framesPerSecond * burstSeconds &&
      this.#bytes + seconds * bytesPerSecond >= bytesPerSecond * burstSeconds
    )
  }

  #fill(): void {
    const now = this.clock.now()
    const seconds = Math.max(0, now - this.#filledAt) / 1000
    const { framesPerSecond, bytesPerSecond, burstSeconds } = this.limits
    this.#frames = Math.min(framesPerSecond * burstSeconds, this.#frames + seconds * framesPerSecond)
    this.#bytes = Math.min(bytesPerSecond * burstSeconds, this.#bytes + seconds * bytesPerSecond)
    this.#filledAt = now
  }
}
