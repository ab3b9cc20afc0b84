import * as Y from 'yjs'

/** What an update adds to one client's part of a doc: clocks `from` up to, not including, `to`. */
export interface Span {
  clientId: number
  from: number
  to: number
}

/** Clocks by client id: how far somebody has a doc. */
export type Clocks = Map<number, number>

/** What an update adds, without applying it. An update of deletions alone adds nothing. */
export function spansOf(update: Uint8Array): Span[] {
  const { from, to } = Y.parseUpdateMeta(update)
  return [...to].map(([clientId, end]) => ({ clientId, from: from.get(clientId) ?? 0, to: end }))
}

/**
 * How far `clocks` is ahead of before once it has taken these spans, in clock units; moves it there. A merged frame
 * counts as all that it holds, and what was there before (an echo, a repetition) counts as nothing.
 */
export function advance(clocks: Clocks, spans: readonly Span[]): number {
  let units = 0
  for (const { clientId, to } of spans) {
    const had = clocks.get(clientId) ?? 0
    if (to <= had) continue
    units += to - had
    clocks.set(clientId, to)
  }
  return units
}

/** True when `clocks` holds everything of `wanted`. */
export function holds(clocks: Clocks, wanted: Clocks): boolean {
  for (const [clientId, clock] of wanted) if ((clocks.get(clientId) ?? 0) < clock) return false
  return true
}

/** How many clock units of `seen` are not in `stored`: words that somebody saw and that are gone. */
export function missingFrom(stored: Clocks, seen: Clocks): number {
  let units = 0
  for (const [clientId, clock] of seen) units += Math.max(0, clock - (stored.get(clientId) ?? 0))
  return units
}

const KEPT = 4_096

/**
 * Reads each distinct update once: a server sends the same bytes to a hundred receivers, and a client that decoded
 * them a hundred times would be what is measured.
 */
export class SharedReading {
  readonly #kept = new Map<string, { update: Uint8Array; spans: readonly Span[] }[]>()
  #count = 0

  spansOf(update: Uint8Array): readonly Span[] {
    const key = outline(update)
    const alike = this.#kept.get(key)
    const known = alike?.find((one) => Buffer.compare(one.update, update) === 0)
    if (known) return known.spans
    const kept = { update: update.slice(), spans: spansOf(update) }
    if (this.#count >= KEPT) this.#forget()
    if (alike && this.#kept.has(key)) alike.push(kept)
    else this.#kept.set(key, [kept])
    this.#count += 1
    return kept.spans
  }

  #forget(): void {
    this.#kept.clear()
    this.#count = 0
  }
}

/** Enough to tell most updates apart: the length and some bytes. */
function outline(update: Uint8Array): string {
  const { length } = update
  let hash = length
  for (let i = 0; i < Math.min(24, length); i++) hash = (Math.imul(hash, 31) + update[i]!) | 0
  for (let i = Math.max(0, length - 16); i < length; i++) hash = (Math.imul(hash, 31) + update[i]!) | 0
  return `${length}:${hash}`
}
