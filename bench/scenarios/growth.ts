import type { ClockList } from '@/bench/clients/seeding'
import type { BenchServer } from '@/bench/servers/contract'
import type { Scenario } from '@/bench/world'
import { recordFanOut } from './fan-out'

const TIMES = [1, 2, 4, 8]
const CLIENTS = 100
/** At eight times the clients this is 40,000 deliveries a second, which each of the servers can do. */
const RATE = 50
/** There are many steps. */
const MEASURE_MS = 1_500
const EDITS = 12_500
const JOINS = 20

/** How cost grows with people in a doc, and with its history. */
export const growthScenario: Scenario = {
  name: 'growth',
  async run(world) {
    const scenario = this.name
    await world.withServers(scenario, { docs: TIMES.length * (1 + world.rounds) }, async (servers) => {
      const wanted = new Map<BenchServer, ClockList[]>()
      for (const server of servers)
        await world.attempt(scenario, server, async () => {
          const lists: ClockList[] = []
          for (const [i, times] of TIMES.entries()) {
            const docIds = server.docIds.slice(i, i + 1)
            const text = { edits: EDITS * times }
            lists.push(await world.load.run('seed', server.target, { docIds, text }))
          }
          wanted.set(server, lists)
        })
      await world.interleave(scenario, [...wanted.keys()], async (server, round) => {
        const fresh = server.docIds.slice(TIMES.length * (1 + round))
        // A server that cannot do one step may do the next.
        const attempt = (step: string, task: () => Promise<void>) =>
          world.attempt(`${scenario}, ${step}`, server, task)
        for (const [i, times] of TIMES.entries()) {
          const docIds = fresh.slice(i, i + 1)
          const job = {
            docIds,
            clientsPerDoc: CLIENTS * times,
            updatesPerSecond: RATE,
            measureMs: MEASURE_MS,
          }
          const step = `${times} ×: ${CLIENTS * times} clients, ${RATE}/s`
          await attempt(step, () => recordFanOut(world, scenario, step, server, job))
        }
        for (const [i, times] of TIMES.entries()) {
          const edits = `${times} ×: ${(EDITS * times).toLocaleString('en')} edits`
          const docId = server.docIds[i]!
          const storm = { docId, wanted: wanted.get(server)![i]!, clients: JOINS }
          const joins = `${edits}, ${JOINS} joins`
          await attempt(joins, async () => {
            const shown = await world.load.run('joinStorm', server.target, storm)
            const figure = { scenario, step: joins, unit: 'ms' }
            world.record({ ...figure, name: 'CPU per join' }, server.target.name, shown.cpuMsPerJoin)
            world.record({ ...figure, name: 'all joined' }, server.target.name, shown.allJoinedMs)
          })
          const typed = `${edits}, ${CLIENTS} clients, ${RATE}/s`
          const job = {
            docIds: [docId],
            clientsPerDoc: CLIENTS,
            updatesPerSecond: RATE,
            measureMs: MEASURE_MS,
          }
          await attempt(typed, () => recordFanOut(world, scenario, typed, server, job))
        }
      })
    })
  },
}
