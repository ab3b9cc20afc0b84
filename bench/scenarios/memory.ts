import { existsSync, readFileSync, rmSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { residentBytesOf } from '@/bench/clients/process-figures'
import type { ClockList } from '@/bench/clients/seeding'
import type { BenchServer } from '@/bench/servers/contract'
import { usageFileOf } from '@/bench/servers/preload'
import type { Scenario } from '@/bench/world'

const CHAPTERS = { full: 1_000, quick: 200 }
const WORDS = 2_000
/** Held before it is measured, and in the measure: a transient that the first leave behind serves the others. */
const FIRST = 500
const CONNECTIONS = 1_000
const SETTLE_MS = 1_000
const LONGEST_WAIT_MS = 30_000

/** Resident memory that a thousand chapters and a thousand connections cost, after garbage was collected. */
export const memoryScenario: Scenario = {
  name: 'memory',
  async run(world) {
    const chapters = world.isQuick ? CHAPTERS.quick : CHAPTERS.full
    const scenario = this.name
    await world.withServers(scenario, { docs: chapters + 1 }, async (servers) => {
      const wanted = new Map<BenchServer, ClockList>()
      for (const server of servers)
        await world.attempt(scenario, server, async () => {
          const { docIds } = server
          wanted.set(server, await world.load.run('seed', server.target, { docIds, text: { words: WORDS } }))
        })
      await world.interleave(scenario, [...wanted.keys()], async (server) => {
        await server.restart()
        const { target } = server
        const [common, ...docIds] = server.docIds
        const list = wanted.get(server)!
        const record = (step: string, before: Memory, after: Memory, count: number) => {
          const figure = { scenario, step, unit: 'KiB' }
          const each = (bytes: number) => bytes / 1024 / count
          world.record({ ...figure, name: 'in use each' }, target.name, each(after.inUse - before.inUse))
          const resident = after.resident - before.resident
          world.record({ ...figure, name: 'resident memory each' }, target.name, each(resident))
        }
        // The first of everything costs what never comes again: code, the heaps of threads, the store's cache.
        await world.load.run('openOne', target, { docId: common!, wanted: list })
        await world.load.run('hold', target, { docIds: [common!], clientsPerDoc: FIRST, wanted: list })
        const start = await settled(target.pid)
        await world.load.run('hold', target, { docIds: [common!], clientsPerDoc: CONNECTIONS, wanted: list })
        record(
          `${CONNECTIONS} more idle connections to one chapter`,
          start,
          await settled(target.pid),
          CONNECTIONS,
        )
        const lost = await world.load.run('letGo', target, undefined)
        const before = await settled(target.pid)
        await world.load.run('hold', target, { docIds, clientsPerDoc: 1, wanted: list })
        record(`${chapters} chapters, one idle reader in each`, before, await settled(target.pid), chapters)
        const lostLater = await world.load.run('letGo', target, undefined)
        record(`${chapters} chapters opened and left`, before, await settled(target.pid), chapters)
        if (lost + lostLater > 0)
          world.note(`${scenario}: ${target.name} ended ${lost + lostLater} idle connections`)
      })
    })
  },
}

/** What a server takes, in bytes: of the machine, and of that what the main thread has in use. */
interface Memory {
  resident: number
  inUse: number
}

/** Its memory after it was told to collect its garbage. Freed memory stays resident for a while: hence both figures. */
async function settled(pid: number): Promise<Memory> {
  await pause(SETTLE_MS)
  const file = usageFileOf(pid)
  for (let i = 0; i < 2; i++) {
    rmSync(file, { force: true })
    process.kill(pid, 'SIGUSR2')
    await pause(SETTLE_MS / 2)
    // On a busy machine it takes its time.
    for (let waited = 0; !existsSync(file) && waited < LONGEST_WAIT_MS; waited += SETTLE_MS / 10)
      await pause(SETTLE_MS / 10)
  }
  const { heapUsed, external } = JSON.parse(readFileSync(file, 'utf8')) as NodeJS.MemoryUsage
  rmSync(file)
  return { resident: residentBytesOf(pid), inUse: heapUsed + external }
}
