/**
 * Random histories of edits with threads in them: `npm run fuzz:threads -- --histories 3000 --seed 7`. Two real editors over
 * real rooms and a database, as `tests/fuzz/threads.test.ts` has them; placements are judged by who each character is. Ends
 * with 1 when a promise broke; `--seed` of a history repeats it.
 */
import '@/tests/support/page-globals'
import { parseArgs } from 'node:util'
import { openWorkshopData } from '@/tests/support/database'
import { runHistory } from '@/tests/support/thread-histories'
import { brokenPromises, emptyTally, figuresOf } from '@/tests/support/thread-judge'

const TOLD_EVERY = 100

const { values } = parseArgs({
  options: { histories: { type: 'string', default: '1000' }, seed: { type: 'string' } },
})
const histories = Number(values.histories)
const seed = values.seed === undefined ? Date.now() % 1_000_000_000 : Number(values.seed)
if (!Number.isSafeInteger(histories) || histories < 1 || !Number.isSafeInteger(seed)) {
  console.error('Usage: npm run fuzz:threads -- [--histories NUMBER] [--seed NUMBER]')
  process.exit(2)
}

console.log(`seed ${seed}, ${histories} histories`)
const data = await openWorkshopData()
const tally = emptyTally()
for (let i = 0; i < histories; i++) {
  const { length } = tally.wrong
  await runHistory(seed + i, tally)
  // Said at once: a long run may be ended before its end.
  for (const told of tally.wrong.slice(length)) console.log(`on wrong words: ${told}`)
  if ((i + 1) % TOLD_EVERY === 0) console.log(figuresOf(tally))
}
await data.close()
console.log(figuresOf(tally))
const broken = brokenPromises(tally)
for (const told of broken) console.log(told)
for (const told of tally.missed) console.log(`not found: ${told}`)
for (const told of tally.goneButStands) console.log(`gone though half stands: ${told}`)
for (const told of tally.wide) console.log(`too wide: ${told}`)
process.exitCode = broken.length > 0 ? 1 : 0
