// First, so that the editor finds a page.
import '@/tests/support/page-globals'
import { expect, it } from 'vitest'
import { openLog } from '@/lib/log'
import { workshopDatabase } from '@/tests/support/database'
import { runHistory } from '@/tests/support/thread-histories'
import { brokenPromises, emptyTally, figuresOf } from '@/tests/support/thread-judge'

openLog('silent')
workshopDatabase()

/** Seeds that once went wrong. */
const FOUND = [
  1010, 1091, 1096, 1022, 1054, 1072, 1112, 20159, 20212, 20389, 31005, 31134, 32019, 60288, 80006, 200066,
  210174, 200280,
]
/** Kept seeds; `npm run fuzz:threads` takes thousands of new ones. `FUZZ_SEED` repeats one. */
const SEEDS = process.env.FUZZ_SEED
  ? [Number(process.env.FUZZ_SEED)]
  : [...FOUND, ...Array.from({ length: 20 }, (_, i) => i + 1)]

it(
  '[AN17] [AN12] two editors, the server and a restart leave every note on its own words, or say honestly that they are gone',
  { timeout: 900_000 },
  async () => {
    const tally = emptyTally()
    for (const seed of SEEDS) await runHistory(seed, tally)
    console.info(`threads fuzz: seeds ${SEEDS.join(',')}: ${figuresOf(tally)}`)
    expect(brokenPromises(tally)).toEqual([])
    if (process.env.FUZZ_SEED) return
    expect(tally.standing).toBeGreaterThan(SEEDS.length * 5)
    expect(tally.reports).toBeGreaterThan(SEEDS.length / 2)
    for (const state of ['exact', 'moved', 'rewritten', 'gone', 'unsure'])
      expect([...tally.states.keys()]).toContain(state)
    for (const act of ['Enter', 'join', 'form', 'cut and paste', 'undo', 'restore a version', 'restart'])
      expect([...tally.acts.keys()]).toContain(act)
  },
)
