import type { RoomStore } from './room-store'

/** Something that a reader did and that the server is to know. */
export interface Waiting {
  kind: 'note' | 'progress' | 'answers' | 'prediction' | 'hand_in' | 'reminder'
  method: 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** After `/api/v1/beta-sessions/{id}`. */
  path: string
  body?: Record<string, unknown>
}

/** What became of sending it. `ended`: the reader has no place here any more, so nothing will ever arrive. */
export type Sent =
  | { state: 'done'; view: unknown }
  | { state: 'unreachable' }
  | { state: 'refused'; detail: string }
  | { state: 'ended' }

interface Row {
  key: string
  waiting: Waiting
}

/** Who hears of what happens in an outbox. */
export interface OutboxEvents {
  /** How many wait: things, and notes among them. */
  changed: (all: number, notes: number) => void
  sent: (waiting: Waiting, view: unknown) => void
  refused: (waiting: Waiting, detail: string) => void
  ended: () => void
}

/**
 * What a reader does, kept on the device until the server has it and sent in the order in which it was done. A report of
 * progress takes the place of the one that waits: only the last place counts.
 */
export class Outbox {
  #count = 0
  #sending: string | null = null
  #running: Promise<void> | null = null

  constructor(
    private readonly store: RoomStore,
    private readonly send: (waiting: Waiting) => Promise<Sent>,
    private readonly events: OutboxEvents,
    private readonly clock: () => number = Date.now,
  ) {}

  /** Keeps it, then sends all that waits. Resolves when it is kept. */
  async add(waiting: Waiting): Promise<void> {
    const before = waiting.kind === 'progress' ? await this.#waitingProgress(waiting) : undefined
    const key = before?.key ?? this.#nextKey()
    const row = { key, waiting: before ? merged(before.waiting, waiting) : waiting }
    await this.store.put('outbox', key, row)
    await this.tell()
    void this.flush()
  }

  /** What of this kind waits, in the order in which it was done. */
  async waiting(kind: Waiting['kind']): Promise<Waiting[]> {
    const rows = await this.store.all<Row>('outbox')
    return rows.map(({ waiting }) => waiting).filter((one) => one.kind === kind)
  }

  /** Sends what waits, as far as the server can be reached. Calls at the same time are one. */
  flush(): Promise<void> {
    return (this.#running ??= this.#sendAll().finally(() => (this.#running = null)))
  }

  async #sendAll(): Promise<void> {
    for (let row = await this.#first(); row; row = await this.#first()) {
      this.#sending = row.key
      const sent = await this.send(row.waiting)
      this.#sending = null
      if (sent.state === 'unreachable') return this.tell()
      if (sent.state === 'ended') return this.events.ended()
      await this.store.drop('outbox', row.key)
      await this.tell()
      if (sent.state === 'done') this.events.sent(row.waiting, sent.view)
      else this.events.refused(row.waiting, sent.detail)
    }
  }

  async #first(): Promise<Row | undefined> {
    return (await this.store.all<Row>('outbox'))[0]
  }

  async #waitingProgress({ body }: Waiting): Promise<Row | undefined> {
    const rows = await this.store.all<Row>('outbox')
    return rows.find(
      ({ key, waiting }) =>
        key !== this.#sending &&
        waiting.kind === 'progress' &&
        waiting.body?.['editionId'] === body?.['editionId'],
    )
  }

  /** Keys are in the order of their making, over reloads too. */
  #nextKey(): string {
    this.#count += 1
    const padded = (many: number, width: number) => String(many).padStart(width, '0')
    return `${padded(this.clock(), 15)}-${padded(this.#count, 6)}`
  }

  /** Says how many wait. */
  async tell(): Promise<void> {
    const rows = await this.store.all<Row>('outbox')
    this.events.changed(rows.length, rows.filter(({ waiting }) => waiting.kind === 'note').length)
  }
}

/** Two reports of progress in one: the later place, finished if either says so, the time of both. */
function merged(before: Waiting, after: Waiting): Waiting {
  const [earlier, later] = [before.body ?? {}, after.body ?? {}]
  const seconds = Number(earlier['seconds'] ?? 0) + Number(later['seconds'] ?? 0)
  return {
    ...after,
    body: {
      ...earlier,
      ...later,
      ...(seconds > 0 && { seconds: Math.min(600, seconds) }),
      ...((earlier['finished'] === true || later['finished'] === true) && { finished: true }),
    },
  }
}
