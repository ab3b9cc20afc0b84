import type { FanOut } from '@/bench/clients/fan-out'
import type { BenchServer } from '@/bench/servers/contract'
import type { Scenario, World } from '@/bench/world'

const RATES = [50, 200, 400, 800]
const MEASURE_MS = { full: 3_000, quick: 2_000 }
const CLIENTS = 100
const MANY_DOCS = 100
const MANY_CLIENTS = 3
const MANY_RATE = 400
/** Code is compiled while it runs: a server that has just started takes half as much again for some 15 seconds. */
const WARM = {
  docs: 1,
  clientsPerDoc: CLIENTS,
  updatesPerSecond: 400,
  measureMs: { full: 15_000, quick: 2_000 },
}

/** One doc with a hundred people at four rates, and a hundred docs with three each. */
export const fanOutScenario: Scenario = {
  name: 'fan-out',
  async run(world) {
    const docs = MANY_DOCS + world.rounds * RATES.length + WARM.docs
    await world.withServers(this.name, { docs }, async (servers) => {
      for (const server of servers) await warmUp(world, this.name, server)
      await world.interleave(this.name, servers, async (server, round) => {
        const one = server.docIds.slice(MANY_DOCS + round * RATES.length)
        for (const [i, updatesPerSecond] of RATES.entries()) {
          const step = `${CLIENTS} clients, ${updatesPerSecond}/s`
          const docIds = one.slice(i, i + 1)
          await recordFanOut(world, this.name, step, server, {
            docIds,
            clientsPerDoc: CLIENTS,
            updatesPerSecond,
          })
        }
        await recordFanOut(world, this.name, `${MANY_DOCS} docs × ${MANY_CLIENTS}, ${MANY_RATE}/s`, server, {
          docIds: server.docIds.slice(0, MANY_DOCS),
          clientsPerDoc: MANY_CLIENTS,
          updatesPerSecond: MANY_RATE,
        })
      })
    })
  },
}

/** Lets a server find its pace; nothing of it is recorded. */
async function warmUp(world: World, scenario: string, server: BenchServer): Promise<void> {
  const { clientsPerDoc, updatesPerSecond, measureMs } = WARM
  const job = { docIds: server.docIds.slice(-WARM.docs), clientsPerDoc, updatesPerSecond }
  await world.attempt(scenario, server, async () => {
    const ms = world.isQuick ? measureMs.quick : measureMs.full
    await world.load.run('fanOut', server.target, { ...job, measureMs: ms })
  })
}

/** Measures one fan-out and records what it showed. */
export async function recordFanOut(
  world: World,
  scenario: string,
  step: string,
  server: BenchServer,
  job: Omit<FanOut, 'measureMs'> & { measureMs?: number },
): Promise<void> {
  const { target } = server
  const usualMs = world.isQuick ? MEASURE_MS.quick : MEASURE_MS.full
  const shown = await world.load.run('fanOut', target, { measureMs: usualMs, ...job })
  const record = (name: string, unit: string, value: number, moreIsBetter = false) =>
    world.record({ scenario, step, name, unit, moreIsBetter }, target.name, value)
  record('CPU per delivery', 'µs', shown.cpuUsPerDelivery)
  record('latency p50', 'ms', shown.p50Ms)
  record('latency p95', 'ms', shown.p95Ms)
  record('rate reached', 'updates/s', shown.reachedPerSecond, true)
  record('deliveries missing', 'of all', shown.missing)
  for (const how of shown.lost) world.note(`${scenario}, ${step}: ${target.name} ended connections: ${how}`)
}
