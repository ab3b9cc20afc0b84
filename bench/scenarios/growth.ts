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
        for (const [i, times] of TIMES.entries()) {
          const clientsPerDoc = CLIENTS * times
          await recordFanOut(world, scenario, `${times} ×: ${clientsPerDoc} clients, ${RATE}/s`, server, {
            ...{
              docIds: fresh.slice(i, i + 1),
              clientsPerDoc,
              updatesPerSecond: RATE,
              measureMs: MEASURE_MS,
            },
          })
        }
        for (const [i, times] of TIMES.entries()) {
          const step = `${times} ×: ${(EDITS * times).toLocaleString('en')} edits`
          const docId = server.docIds[i]!
          const storm = { docId, wanted: wanted.get(server)![i]!, clients: JOINS }
          const shown = await world.load.run('joinStorm', server.target, storm)
          const figure = { scenario, step: `${step}, ${JOINS} joins`, unit: 'ms' }
          world.record({ ...figure, name: 'CPU per join' }, server.target.name, shown.cpuMsPerJoin)
          world.record({ ...figure, name: 'all joined' }, server.target.name, shown.allJoinedMs)
          await recordFanOut(world, scenario, `${step}, ${CLIENTS} clients, ${RATE}/s`, server, {
            ...{ docIds: [docId], clientsPerDoc: CLIENTS, updatesPerSecond: RATE, measureMs: MEASURE_MS },
          })
        }
      })
    })
  },
}
