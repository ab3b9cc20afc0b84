import type { ClockList } from '@/bench/clients/seeding'
import type { BenchServer } from '@/bench/servers/contract'
import type { Scenario } from '@/bench/world'

const WORDS = 5_000
const EDITS = 100_000
/** Chapters of which the first key is taken after each restart; one letter goes into each. */
const CHAPTERS = 3

interface Seeded {
  long: ClockList
  short: ClockList
}

/** What the first to come finds after a restart: a long-edited chapter, then chapters of 5,000 words that nobody opened. */
export const coldOpenScenario: Scenario = {
  name: 'cold open',
  async run(world) {
    await world.withServers(this.name, { docs: 1 + CHAPTERS }, async (servers) => {
      const seeded = new Map<BenchServer, Seeded>()
      for (const server of servers)
        await world.attempt(this.name, server, async () => {
          const [longId, ...shortIds] = server.docIds
          const long = await world.load.run('seed', server.target, {
            docIds: [longId!],
            text: { edits: EDITS },
          })
          const short = await world.load.run('seed', server.target, {
            docIds: shortIds,
            text: { words: WORDS },
          })
          seeded.set(server, { long, short })
        })
      await world.interleave(this.name, [...seeded.keys()], async (server) => {
        const { long, short } = seeded.get(server)!
        const [longId, ...shortIds] = server.docIds
        await server.restart()
        const { target } = server
        const openMs = await world.load.run('openOne', target, { docId: longId!, wanted: long })
        const record = (step: string, name: string, ms: number) =>
          world.record({ scenario: this.name, step, name, unit: 'ms' }, target.name, ms)
        record(`${EDITS.toLocaleString('en')} edits`, 'whole state', openMs)
        for (const docId of shortIds) {
          const ms = await world.load.run('firstKey', target, { docId, wanted: short })
          record(`${WORDS.toLocaleString('en')} words`, 'first key', ms)
        }
      })
    })
  },
}
