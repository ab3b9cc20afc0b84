/** The middle of these numbers, the mean of the two middle ones of an even count. @throws {RangeError} when none is given */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError('There is no median of nothing.')
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

const STEP_MS = 0.05
const STEPS = 200_000

/** Many durations in little room: steps of 0.05 ms up to 10 s; what is longer counts as 10 s. */
export class Durations {
  readonly #steps = new Uint32Array(STEPS + 1)
  #count = 0

  get count(): number {
    return this.#count
  }

  add(ms: number): void {
    this.#steps[Math.min(STEPS, Math.max(0, Math.floor(ms / STEP_MS)))]! += 1
    this.#count += 1
  }

  /**
   * The duration, in ms, that `share` of all do not exceed (nearest rank, upper end of its step).
   * @param share such as 0.95
   * @throws {RangeError} when there are none
   */
  percentile(share: number): number {
    if (this.#count === 0) throw new RangeError('There is no percentile of nothing.')
    const rank = Math.max(1, Math.ceil(share * this.#count))
    let seen = 0
    for (let step = 0; step <= STEPS; step++) {
      seen += this.#steps[step]!
      if (seen >= rank) return (step + 1) * STEP_MS
    }
    return STEPS * STEP_MS
  }
}
