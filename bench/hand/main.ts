/**
 * `npm run bench:hand`: how our chapter page feels while seven people type, beside a page of stock parts
 * (docs/BENCHMARKS.md, "In the hand").
 */
import { writeFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { cpus, loadavg } from 'node:os'
import { chromium } from '@playwright/test'
import { startLoad } from '@/bench/clients/load'
import { chromiumArgs, findChromium } from '@/tests/support/chromium'
import { bundled } from './bundle'
import { record } from './figures'
import { readHandOptions, type HandOptions } from './options'
import { startOurs } from './ours'
import { handLineOf, HandRows, handTable } from './report'
import { prepare, type Side, type SideName } from './side'
import { startStock } from './stock'
import { visit } from './visit'

/** In a turn after the timers closed connections are looked at. */
const NOTICED_MS = 100

const START: Record<SideName, () => Promise<Side>> = { ours: startOurs, stock: startStock }

function options(): HandOptions {
  try {
    return readHandOptions(process.argv.slice(2))
  } catch (error) {
    console.error((error as Error).message)
    process.exit(2)
  }
}

const { words, rounds, seconds, threads, sides: names, isQuick, json } = options()
const began = performance.now()
const secondsSoFar = () => Math.round((performance.now() - began) / 1000)
const say = (line: string) => console.error(`${secondsSoFar()} s: ${line}`)
const rows = new HandRows()
const notes: string[] = []
const executablePath = findChromium()
const browser = await chromium.launch({
  ...(executablePath ? { executablePath } : {}),
  ...{ args: chromiumArgs(), handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false },
})
// Without its browser a visit fails; nothing begins after that, and everything that was started is ended in order.
let isBrokenOff = false
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.once(signal, () => {
    isBrokenOff = true
    void browser.close()
  })
const about = {
  ...{ rounds, seconds, threads, isQuick, node: process.version, chromium: browser.version() },
  ...{ processor: cpus()[0]?.model ?? 'unknown', processors: cpus().length },
}
const load = startLoad()
const sides: Side[] = []
try {
  const watch = await bundled('page-watch.ts')
  for (const name of names) sides.push(await START[name]())
  for (const [i, length] of words.entries()) {
    const prepared = prepare(length, threads)
    // That took seconds, in which servers closed connections that nobody used.
    await pause(NOTICED_MS)
    for (let round = 0; round < rounds; round++)
      for (let turn = 0; turn < sides.length; turn++) {
        if (isBrokenOff) break
        const side = sides[(turn + round + i) % sides.length]!
        say(`${length} words, round ${round + 1} of ${rounds}, ${side.name}`)
        try {
          record(rows, side.name, length, await visit(side, prepared, { browser, load, watch, seconds }))
        } catch (error) {
          note(
            `${side.name}, ${length} words: ${error instanceof Error ? `${error.message} ${error.cause instanceof Error ? error.cause.message : ''}`.trim() : String(error)}`,
            side,
          )
        }
        // A run that is broken off later has not been for nothing.
        if (json) writeFigures(json)
      }
  }
} finally {
  for (const side of sides) await side.stop()
  load.close()
  await browser.close()
}
const { processors, processor, node, chromium: version } = about
const machine = `${processors} × ${processor}, Node ${node}, Chromium ${version}`
console.log(
  `\n## ${rounds} rounds of ${seconds} s in ${secondsSoFar()} s, ${machine}, load ${loadavg()[0]?.toFixed(1)}\n`,
)
console.log(handTable(rows.all))
for (const sentence of notes) console.log(`\n- ${sentence}`)
if (isBrokenOff) process.exitCode = 1

function note(sentence: string, side: Side): void {
  const printed = side.output().trim().split('\n').slice(-3).join(' | ')
  notes.push(sentence)
  say(`! ${sentence}${printed ? `; its server printed: ${printed}` : ''}`)
}

function writeFigures(file: string): void {
  const figures = rows.all.map((row) => ({ ...handLineOf(row), values: row.values }))
  writeFileSync(file, `${JSON.stringify({ ...about, elapsed: secondsSoFar(), notes, figures }, null, 2)}\n`)
}
