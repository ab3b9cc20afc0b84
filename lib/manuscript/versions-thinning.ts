import type { VersionKind } from './contract.versions'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/**
 * How many automatic versions stay, by age: all of the last day, then one per hour for a week, one per day for three
 * months, one per week after that. In each span the newest stays: it holds what the writing there came to.
 */
const SPANS = [
  { until: DAY_MS, one: 0 },
  { until: 7 * DAY_MS, one: HOUR_MS },
  { until: 90 * DAY_MS, one: DAY_MS },
  { until: Infinity, one: 7 * DAY_MS },
] as const

/** What thinning needs to know of a version; `at` in milliseconds since 1970. */
export interface Aged {
  readonly id: string
  readonly kind: VersionKind
  readonly at: number
}

/**
 * The versions of one chapter that go. Never a named one, one before a restore or import, the first or the last.
 * Thinning again at the same time lets nothing more go.
 * @param now milliseconds since 1970
 */
export function toThin(versions: readonly Aged[], now: number): string[] {
  const sorted = [...versions].sort((a, b) => b.at - a.at)
  const ends = new Set([sorted[0]?.id, sorted.at(-1)?.id])
  const taken = new Set<string>()
  const gone: string[] = []
  for (const { id, kind, at } of sorted) {
    const span = SPANS.find(({ until }) => now - at < until)
    if (kind !== 'automatic' || !span || span.one === 0) continue
    const slot = `${span.one}:${Math.floor(at / span.one)}`
    if (taken.has(slot) && !ends.has(id)) gone.push(id)
    taken.add(slot)
  }
  return gone
}
