import type { ClockList } from '@/bench/clients/seeding'
import type { BenchServer } from '@/bench/servers/contract'
import type { Scenario } from '@/bench/world'

const EDITS = [20_000, 100_000]
const CLIENTS = 100

/** A hundred people open the same long-edited chapter at once. */
export const joinStormScenario: Scenario = {
  name: 'join storm',
  async run(world) {
    await world.withServers(this.name, { docs: EDITS.length }, async (servers) => {
      const wanted = new Map<BenchServer, ClockList[]>()
      for (const server of servers)
        await world.attempt(this.name, server, async () => {
          const lists: ClockList[] = []
          for (const [i, edits] of EDITS.entries()) {
            const docIds = server.docIds.slice(i, i + 1)
            lists.push(await world.load.run('seed', server.target, { docIds, text: { edits } }))
          }
          wanted.set(server, lists)
        })
      await world.interleave(this.name, [...wanted.keys()], async (server) => {
        for (const [i, edits] of EDITS.entries()) {
          const step = `${CLIENTS} joins, ${edits.toLocaleString('en')} edits`
          const job = { docId: server.docIds[i]!, wanted: wanted.get(server)![i]!, clients: CLIENTS }
          const shown = await world.load.run('joinStorm', server.target, job)
          const figure = { scenario: this.name, step }
          world.record(
            { ...figure, name: 'CPU per join', unit: 'ms' },
            server.target.name,
            shown.cpuMsPerJoin,
          )
          world.record({ ...figure, name: 'all joined', unit: 'ms' }, server.target.name, shown.allJoinedMs)
        }
      })
    })
  },
}
