import { setTimeout as pause } from 'node:timers/promises'
import { missingFrom } from '@/bench/clients/reading'
import type { Scenario } from '@/bench/world'

const WRITERS = 10
const UPDATES_PER_SECOND = 200
/** Killed after so long at the keys, a little later each round. */
const LIFE_MS = 2_500
const LATER_MS = 137

/** Ten people type, somebody watches, the server is killed: what the watcher saw and nobody finds again. */
export const lossScenario: Scenario = {
  name: 'loss',
  async run(world) {
    await world.withServers(this.name, { docs: world.rounds }, async (servers) => {
      await world.interleave(this.name, servers, async (server, round) => {
        const docId = server.docIds[round]!
        const { name } = server.target
        const job = { docId, writers: WRITERS, updatesPerSecond: UPDATES_PER_SECOND }
        await world.load.run('beginTyping', server.target, job)
        await pause(LIFE_MS + round * LATER_MS)
        await server.kill()
        const seen = new Map(await world.load.run('seenUntilGone', server.target, undefined))
        await server.restart()
        const stored = new Map(await world.load.run('clocksOf', server.target, { docId }))
        const all = missingFrom(new Map(), seen)
        if (all === 0) throw new Error('Nobody had seen anything when the server was killed.')
        const figure = { scenario: this.name, step: `${WRITERS} writers, ${UPDATES_PER_SECOND}/s, SIGKILL` }
        world.record({ ...figure, name: 'seen edits', unit: 'edits', moreIsBetter: true }, name, all)
        world.record({ ...figure, name: 'seen edits lost', unit: 'edits' }, name, missingFrom(stored, seen))
      })
    })
  },
}
