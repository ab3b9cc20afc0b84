/** Chance that a seed repeats. */
export interface Chance {
  /** A whole number from 0, below `end`. */
  below(end: number): number
  /** True in one of `n` cases. */
  oneIn(n: number): boolean
  /** One of these. */
  pick<T>(items: readonly T[]): T
}

/** Chance from a seed: mulberry32 (Tommy Ettinger, public domain), good enough to shuffle tests. */
export function chanceFrom(seed: number): Chance {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (end: number) => Math.floor(next() * end)
  return {
    below,
    oneIn: (n) => below(n) === 0,
    pick: (items) => items[below(items.length)]!,
  }
}
