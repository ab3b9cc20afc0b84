import { expect, it } from 'vitest'
import { killRounds } from '@/tests/support/kill-rounds'

/** A few of the rounds that `npm run faults:kill` makes (RELIABILITY P1). */
const ROUNDS = Number(process.env.KILL_ROUNDS ?? 25)
const SEED = Number(process.env.KILL_SEED ?? Date.now() % 1_000_000)

it(
  `[P1] ${ROUNDS} times killed while four write: every word acknowledged or seen is there exactly once, and a lost row is found`,
  async () => {
    console.log(`kill: KILL_SEED=${SEED} KILL_ROUNDS=${ROUNDS}`)
    const { kills, acknowledged, seen } = await killRounds({ rounds: ROUNDS, seed: SEED })
    console.log('kill:', kills, `${acknowledged} words acknowledged, ${seen} seen, 0 lost`)
    expect(kills['between apply and commit']).toBeGreaterThanOrEqual(Math.floor(ROUNDS / 5))
    expect(kills['between commit and broadcast']).toBeGreaterThanOrEqual(Math.floor(ROUNDS / 5))
    expect(acknowledged).toBeGreaterThan(ROUNDS)
  },
  60_000 + ROUNDS * 30_000,
)
