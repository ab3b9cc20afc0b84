/**
 * What an append to the update log costs: `npm run bench:append`. The same entries go through Prisma's client, as they
 * do with a companion and on PostgreSQL, and past it in one message to the store thread, in interleaved rounds on one
 * SQLite file with `synchronous=FULL`. CPU is the operating system's figure for the whole process, all threads. Medians.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDatabase } from '@/lib/db/open'
import type { LogEntry } from '@/lib/sync/contract'
import { openPrismaLog } from '@/lib/sync/prisma-log'
import { appendThroughPrisma } from '@/lib/sync/prisma-log/appending'

const ROUNDS = 7
const ROUND_MS = 1_000

type Append = (docId: string, entries: readonly LogEntry[]) => Promise<unknown>
interface Figures {
  perSecond: number
  cpuMicros: number
}

/** How the log is written: docs side by side, each with its next append when its last one has ended. */
const TRAFFIC = [
  { name: 'a key in one doc', docs: 1, rows: 1 },
  { name: 'keys of five people in one doc', docs: 1, rows: 5 },
  { name: 'a key in each of 20 docs', docs: 20, rows: 1 },
]

const folder = mkdtempSync(join(tmpdir(), 'scriptorium-bench-'))
const db = await openDatabase(join(folder, 'bench.sqlite'))
const log = openPrismaLog(db)
const WAYS: Record<'Prisma' | 'store thread', Append> = {
  Prisma: (docId, entries) =>
    appendThroughPrisma(db, {
      ...{ docId, entries, epoch: 1, companions: [], createdAt: new Date() },
    }),
  'store thread': (docId, entries) => log.append(docId, entries, 1),
}

let made = 0
async function makeDoc(): Promise<string> {
  const id = `bench-${++made}`
  await db.doc.create({ data: { id, schemaVersion: 1, createdAt: new Date() } })
  return id
}

/** A keystroke of 40 bytes each, by as many authors as there are rows. */
function entriesOf(rows: number): LogEntry[] {
  return Array.from({ length: rows }, (_, i) => ({
    ...{ bytes: new Uint8Array(40).fill(i + 1), authorId: `writer-${i}`, bindings: [] },
  }))
}

async function round(append: Append, docs: number, rows: number): Promise<Figures> {
  const ids = await Promise.all(Array.from({ length: docs }, makeDoc))
  const entries = entriesOf(rows)
  const cpu = process.cpuUsage()
  const started = performance.now()
  let appends = 0
  const write = async (docId: string) => {
    while (performance.now() - started < ROUND_MS) {
      await append(docId, entries)
      appends++
    }
  }
  await Promise.all(ids.map(write))
  const seconds = (performance.now() - started) / 1_000
  const { user, system } = process.cpuUsage(cpu)
  return { perSecond: appends / seconds, cpuMicros: (user + system) / appends }
}

function median(figures: readonly Figures[], key: keyof Figures): number {
  return figures.map((one) => one[key]).sort((a, b) => a - b)[Math.floor(figures.length / 2)] ?? NaN
}

try {
  console.log(`${ROUNDS} interleaved rounds of ${ROUND_MS} ms each; medians\n`)
  console.log('| traffic | way | appends/s | µs of CPU per append | CPU, ratio |')
  console.log('| --- | --- | ---: | ---: | ---: |')
  for (const { name, docs, rows } of TRAFFIC) {
    const found = { Prisma: [] as Figures[], 'store thread': [] as Figures[] }
    for (const append of Object.values(WAYS)) await round(append, docs, rows)
    for (let i = 0; i < ROUNDS; i++)
      for (const way of ['Prisma', 'store thread'] as const)
        found[way].push(await round(WAYS[way], docs, rows))
    const before = median(found.Prisma, 'cpuMicros')
    for (const way of ['Prisma', 'store thread'] as const) {
      const cpu = median(found[way], 'cpuMicros')
      const perSecond = median(found[way], 'perSecond').toFixed(0)
      console.log(`| ${name} | ${way} | ${perSecond} | ${cpu.toFixed(0)} | ${(cpu / before).toFixed(2)} |`)
    }
  }
} finally {
  await db.$disconnect()
  rmSync(folder, { recursive: true, force: true })
}
