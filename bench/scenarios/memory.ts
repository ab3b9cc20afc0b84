import { setTimeout as pause } from 'node:timers/promises'
import { residentBytesOf } from '@/bench/clients/process-figures'
import type { ClockList } from '@/bench/clients/seeding'
import type { BenchServer } from '@/bench/servers/contract'
import type { Scenario } from '@/bench/world'

const CHAPTERS = { full: 1_000, quick: 200 }
const WORDS = 2_000
const CONNECTIONS = 500
const SETTLE_MS = 1_000

/** Resident memory that a thousand chapters and five hundred connections cost, after garbage was collected. */
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
        const record = (step: string, bytes: number, count: number) => {
          const figure = { scenario, step, name: 'resident memory each', unit: 'KiB' }
          world.record(figure, target.name, bytes / 1024 / count)
        }
        // The first chapter and the first connection of a process cost what never comes again.
        await world.load.run('openOne', target, { docId: common!, wanted: list })
        const start = await settledBytes(target.pid)
        await world.load.run('hold', target, { docIds: [common!], clientsPerDoc: CONNECTIONS, wanted: list })
        record(
          `${CONNECTIONS} idle connections to one chapter`,
          (await settledBytes(target.pid)) - start,
          CONNECTIONS,
        )
        const lost = await world.load.run('letGo', target, undefined)
        const before = await settledBytes(target.pid)
        await world.load.run('hold', target, { docIds, clientsPerDoc: 1, wanted: list })
        record(
          `${chapters} chapters, one idle reader in each`,
          (await settledBytes(target.pid)) - before,
          chapters,
        )
        const lostLater = await world.load.run('letGo', target, undefined)
        record(`${chapters} chapters opened and left`, (await settledBytes(target.pid)) - before, chapters)
        if (lost + lostLater > 0)
          world.note(`${scenario}: ${target.name} ended ${lost + lostLater} idle connections`)
      })
    })
  },
}

/** Resident bytes after the server was told to collect its garbage. */
async function settledBytes(pid: number): Promise<number> {
  await pause(SETTLE_MS)
  for (let i = 0; i < 2; i++) {
    process.kill(pid, 'SIGUSR2')
    await pause(SETTLE_MS / 2)
  }
  return residentBytesOf(pid)
}
