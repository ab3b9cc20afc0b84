import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { UpdateLog } from '@/lib/sync/contract'

/** Upper bounds in seconds: a commit takes 0.3 ms on a good disk, and 10 s count as failed. */
const COMMIT_BUCKETS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10]
/** Upper bounds in seconds: from a cached answer to an import of a book. */
const HTTP_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]

const REFUSED = /^refused_/
/** What the rooms count that stands for itself, as a gauge of now. */
const NOW = {
  rooms: 'Docs that are open in this process.',
  awake: 'Docs of them that are kept ready for writing; the others rest as bytes.',
  connections: 'Open connections of the sync endpoint.',
  loaded_bytes: 'Encoded bytes of the docs that are open.',
} as const

/** What a server tells about itself: figures, never text, ids, names or tokens. */
export interface Metrics {
  /** Asked for the rooms' own counts at each scrape (`Rooms.counters`). */
  readRooms(counters: () => Record<string, number>): void
  /** The same log; how long each commit took is measured. */
  measured(log: UpdateLog): UpdateLog
  /** An answered request. @param route its class, of a closed set @param seconds until its last byte */
  answered(request: { route: string; method: string; status: number; seconds: number }): void
  /** A handshake of the sync endpoint and how it was answered: 101 when it opened. */
  upgraded(status: number): void
  /** Everything in Prometheus' text format, and its media type. */
  scrape(): Promise<{ contentType: string; body: string }>
}

function roomFigures(register: Registry, counters: () => Record<string, number>): void {
  const registers: Registry[] = []
  const events = () => Object.entries(counters()).filter(([name]) => !(name in NOW))
  for (const [name, help] of Object.entries(NOW))
    register.registerMetric(
      new Gauge({
        ...{ name: `scriptorium_${name}`, help, registers },
        collect() {
          this.set(counters()[name] ?? 0)
        },
      }),
    )
  const refusals = new Counter({
    ...{ name: 'scriptorium_refusals_total', help: 'What the sync endpoint refused, by reason.' },
    ...{ labelNames: ['reason'], registers },
    collect() {
      this.reset()
      for (const [name, count] of events())
        if (REFUSED.test(name)) this.inc({ reason: name.replace(REFUSED, '') }, count)
    },
  })
  const others = new Counter({
    ...{ name: 'scriptorium_sync_events_total', help: 'Commits, loads and failures of the sync endpoint.' },
    ...{ labelNames: ['event'], registers },
    collect() {
      this.reset()
      for (const [event, count] of events()) if (!REFUSED.test(event)) this.inc({ event }, count)
    },
  })
  register.registerMetric(refusals)
  register.registerMetric(others)
}

/** Opens the figures of this process, with those of Node itself (memory, processor, loop lag, collector). */
export function openMetrics(): Metrics {
  const register = new Registry()
  const registers = [register]
  collectDefaultMetrics({ register })
  const commits = new Histogram({
    ...{ name: 'scriptorium_commit_seconds', help: 'From the start of a commit to its end on disk.' },
    ...{ labelNames: ['outcome'], buckets: COMMIT_BUCKETS, registers },
  })
  const requests = new Histogram({
    ...{ name: 'scriptorium_http_seconds', help: 'From a request to the last byte of its answer.' },
    ...{ labelNames: ['route', 'method', 'status'], buckets: HTTP_BUCKETS, registers },
  })
  const upgrades = new Counter({
    ...{ name: 'scriptorium_sync_handshakes_total', help: 'Handshakes of the sync endpoint, by answer.' },
    ...{ labelNames: ['status'], registers },
  })
  return {
    readRooms: (counters) => roomFigures(register, counters),
    measured: (log) => ({
      ...log,
      async append(docId, entries, epoch) {
        const end = commits.startTimer()
        try {
          const positions = await log.append(docId, entries, epoch)
          end({ outcome: 'durable' })
          return positions
        } catch (error) {
          end({ outcome: 'failed' })
          throw error
        }
      },
    }),
    answered: ({ route, method, status, seconds }) =>
      requests.observe({ route, method, status: String(status) }, seconds),
    upgraded: (status) => upgrades.inc({ status: String(status) }),
    scrape: async () => ({ contentType: register.contentType, body: await register.metrics() }),
  }
}
