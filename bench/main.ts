/**
 * `npm run bench`: this server beside two others, the same clients and traffic for all (docs/BENCHMARKS.md).
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { startLoad } from './clients/load'
import { readOptions, type Options, type ScenarioName } from './options'
import { lineOf, tablesOf } from './report'
import { coldOpenScenario } from './scenarios/cold-open'
import { fanOutScenario } from './scenarios/fan-out'
import { growthScenario } from './scenarios/growth'
import { joinStormScenario } from './scenarios/join-storm'
import { lossScenario } from './scenarios/loss'
import { memoryScenario } from './scenarios/memory'
import { serversNamed, World, type Scenario } from './world'

const BY_NAME: Record<ScenarioName, Scenario> = {
  'fan-out': fanOutScenario,
  'join-storm': joinStormScenario,
  'cold-open': coldOpenScenario,
  memory: memoryScenario,
  loss: lossScenario,
  growth: growthScenario,
}

function options(): Options {
  try {
    if (process.platform !== 'linux')
      throw new Error('The bench reads CPU and memory from /proc: it needs Linux.')
    return readOptions(process.argv.slice(2))
  } catch (error) {
    console.error((error as Error).message)
    process.exit(2)
  }
}

const { rounds, only, servers, isQuick, json, profile } = options()
if (profile) mkdirSync(profile, { recursive: true })
const began = performance.now()
const machine = {
  node: process.version,
  processor: cpus()[0]?.model ?? 'unknown',
  processors: cpus().length,
  memoryGiB: Math.round(totalmem() / 2 ** 30),
}
const load = startLoad()
const world = new World({
  ...{ rounds, isQuick, servers: serversNamed(servers), load },
  profileDir: profile ?? undefined,
  say: (line) => console.error(line),
})
const secondsSoFar = () => Math.round((performance.now() - began) / 1000)
for (const name of only) {
  await BY_NAME[name].run(world)
  // A run that is broken off later has not been for nothing.
  if (json) writeFigures(json)
}
load.close()
const { processors, processor, node } = machine
console.log(`\n## ${rounds} rounds in ${secondsSoFar()} s, ${processors} × ${processor}, Node ${node}\n`)
console.log(tablesOf(world.rows.values()))
for (const note of world.notes) console.log(`\n- ${note}`)

function writeFigures(file: string): void {
  const figures = [...world.rows.values()].map((row) => ({ ...lineOf(row), values: row.values }))
  const about = { rounds, isQuick, seconds: secondsSoFar(), machine, notes: world.notes }
  writeFileSync(file, `${JSON.stringify({ ...about, figures }, null, 2)}\n`)
}
