/**
 * `npm run faults:kill -- --rounds 500 --seed N --whole`: kills the server as often as it is told while four people
 * write, and prints where the kills fell and what was promised. Ends with 1 at the first broken promise.
 */
import { parseArgs } from 'node:util'
import { killRounds } from '@/tests/support/kill-rounds'

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '500' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    whole: { type: 'boolean', default: false },
  },
})
const [rounds, seed] = [Number(values.rounds), Number(values.seed)]
if (!Number.isSafeInteger(rounds) || rounds < 1 || !Number.isSafeInteger(seed)) {
  console.error('Usage: npm run faults:kill -- --rounds N [--seed N] [--whole]')
  process.exit(2)
}

const again = `npm run faults:kill -- --rounds ${rounds} --seed ${seed}${values.whole ? ' --whole' : ''}`
console.log(`The same kills again: ${again}`)
const started = performance.now()
try {
  const count = await killRounds({ rounds, seed, whole: values.whole, report: (line) => console.log(line) })
  const minutes = ((performance.now() - started) / 60_000).toFixed(1)
  console.log(`\n${rounds} kills in ${minutes} minutes, ${count.whole} of them of the whole server:`)
  for (const [moment, kills] of Object.entries(count.kills)) console.log(`  ${kills} ${moment}`)
  console.log(`${count.acknowledged} words acknowledged, ${count.seen} seen by others: 0 lost, 0 doubled`)
} catch (error) {
  console.error(error)
  console.error(`\nA promise was broken, or a kill did not fall where it should. The same again: ${again}`)
  process.exitCode = 1
}
