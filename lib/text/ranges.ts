import type * as Y from 'yjs'

/** A character of a doc: the Yjs client that wrote it, and its clock. */
export interface CharId {
  readonly client: number
  readonly clock: number
}

/** `length` neighbouring ids. */
export interface IdRange extends CharId {
  readonly length: number
}

/** Index of the last entry that begins at or before `clock`, or -1. */
function lastBefore(entries: readonly { clock: number }[], clock: number): number {
  let low = 0
  let high = entries.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((entries[middle]?.clock ?? 0) <= clock) low = middle + 1
    else high = middle
  }
  return low - 1
}

/** Values of ranges of ids; ranges never overlap. Adding costs what an array insertion costs, finding is logarithmic. */
export class IdMap<V> {
  readonly #clients = new Map<number, (IdRange & { value: V })[]>()

  /** Sets the value of a range, which must not overlap one that is there. */
  add(range: IdRange, value: V): void {
    const entry = { client: range.client, clock: range.clock, length: range.length, value }
    const entries = this.#clients.get(range.client)
    if (!entries) this.#clients.set(range.client, [entry])
    else entries.splice(lastBefore(entries, range.clock) + 1, 0, entry)
  }

  /** The entry that holds an id, else undefined. */
  at({ client, clock }: CharId): (IdRange & { value: V }) | undefined {
    const entries = this.#clients.get(client)
    const entry = entries?.[lastBefore(entries, clock)]
    return entry && clock < entry.clock + entry.length ? entry : undefined
  }

  /** Every range that has a value. */
  *ranges(): Generator<IdRange> {
    for (const entries of this.#clients.values()) yield* entries
  }

  /** A range in pieces, each with the entry that holds all of it, or with none. */
  *pieces(range: IdRange): Generator<IdRange & { entry?: IdRange & { value: V } }> {
    const { client } = range
    const entries = this.#clients.get(client) ?? []
    const end = range.clock + range.length
    let clock = range.clock
    let index = lastBefore(entries, clock)
    while (clock < end) {
      const entry = entries[index]
      const holds = entry !== undefined && clock < entry.clock + entry.length
      const next = entries[index + 1]?.clock ?? Infinity
      const to = Math.min(end, holds ? entry.clock + entry.length : next)
      yield { client, clock, length: to - clock, ...(holds && { entry }) }
      clock = to
      if (clock >= next) index += 1
    }
  }
}

/** The ids that an update deletes. Merged updates may name an id twice; it counts once. */
export function deletedBy(ds: { clients: Map<number, { clock: number; len: number }[]> }): IdMap<true> {
  const ids = new IdMap<true>()
  for (const [client, list] of ds.clients) {
    let end = 0
    for (const { clock, len } of [...list].sort((a, b) => a.clock - b.clock)) {
      const from = Math.max(clock, end)
      if (clock + len > from) ids.add({ client, clock: from, length: clock + len - from }, true)
      end = Math.max(end, clock + len)
    }
  }
  return ids
}

/** The ids of an item. */
export function idsOf(item: Y.Item): IdRange {
  return { client: item.id.client, clock: item.id.clock, length: item.length }
}
