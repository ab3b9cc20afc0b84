/**
 * Attacks the sync engine with frames: `npm run fuzz:frames -- --frames 1000000 --seed 7`. Rooms in this process with their
 * threads, over a log in memory; the same frames as `tests/fuzz/sync-frames.test.ts` sends. Says which promises broke, the
 * longest gap of a timer that should fire each millisecond (P5: 50 ms; making frames and checking chapters count too, so it
 * is an upper bound), and how much memory is left over. Ends with 1 when a promise broke.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { parseArgs } from 'node:util'
import { systemClock } from '@/lib/clock'
import { openDocThreads } from '@/lib/sync/doc-thread'
import { attack } from '@/tests/support/frame-attack'

const FRAMES_AT_A_TIME = 10_000

const { values } = parseArgs({
  options: { frames: { type: 'string', default: '1000000' }, seed: { type: 'string' } },
})
const frames = Number(values.frames)
const seed = values.seed === undefined ? Date.now() % 1_000_000_000 : Number(values.seed)
if (!Number.isSafeInteger(frames) || frames < 1 || !Number.isSafeInteger(seed)) {
  console.error('Usage: npm run fuzz:frames -- [--frames NUMBER] [--seed NUMBER]')
  process.exit(2)
}

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void
const megabytes = () => {
  collect()
  return Math.round(process.memoryUsage().rss / 2 ** 20)
}

console.log(`seed ${seed}, ${frames} frames`)
const threads = openDocThreads(systemClock)
const refused = new Map<string, number>()
const broken: string[] = []
const delay = monitorEventLoopDelay({ resolution: 1 })
let sent = 0
let taken = 0
let before = 0
delay.enable()
for (let at = seed; sent < frames; at += 1_000_003) {
  const tally = await attack(at, Math.min(FRAMES_AT_A_TIME, frames - sent), { work: threads.work })
  sent += tally.frames
  taken += tally.taken
  broken.push(...tally.broken)
  for (const [reason, count] of tally.refused) refused.set(reason, (refused.get(reason) ?? 0) + count)
  before ||= megabytes()
  console.log(`${sent} frames, ${taken} rows taken, ${broken.length} promises broken`)
}
delay.disable()
await threads.close()
console.log(
  JSON.stringify({
    ...{ seed, frames: sent, taken, refused: Object.fromEntries(refused), broken },
    longestGapMs: Math.round(delay.max / 1e6),
    p999GapMs: Math.round(delay.percentile(99.9) / 1e6),
    rssAfterTheFirstMb: before,
    rssAtTheEndMb: megabytes(),
  }),
)
process.exitCode = broken.length > 0 ? 1 : 0
