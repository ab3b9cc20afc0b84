import { parseArgs } from 'node:util'
import { THREADS } from './people'
import { SIDES, type SideName } from './side'

export const WORDS = [1_000, 4_000, 10_000, 30_000] as const

export interface HandOptions {
  /** Lengths of the chapters, rising. */
  words: readonly number[]
  rounds: number
  /** Measured for so long at each speed, in s. */
  seconds: number
  /** Notes in the margin, evenly over the chapter. */
  threads: number
  sides: readonly SideName[]
  isQuick: boolean
  json: string | null
}

const ROUNDS = 3
const SECONDS = 20
const QUICK = { rounds: 1, seconds: 6 }
const LONGEST_SECONDS = 300
/** A chapter must have room for 300 passages with words between them. */
const FEWEST_WORDS = 1_000
const MOST_WORDS = 100_000
/** As many as a chapter may have is too many for an answer in time; three words must stand for each. */
const MOST_THREADS = 1_000

/** Reads the command line of `npm run bench:hand`. @throws {Error} with a sentence for people */
export function readHandOptions(args: readonly string[]): HandOptions {
  const { values } = parseArgs({
    args: [...args],
    strict: true,
    options: {
      words: { type: 'string' },
      rounds: { type: 'string' },
      seconds: { type: 'string' },
      threads: { type: 'string' },
      only: { type: 'string' },
      quick: { type: 'boolean', default: false },
      json: { type: 'string' },
    },
  })
  const { quick: isQuick, only } = values
  const side = SIDES.find((name) => name === only)
  if (only !== undefined && !side) throw new Error(`--only takes ${SIDES.join(' or ')}; ${only} is neither.`)
  const rounds = whole(values.rounds, '--rounds', {
    default: isQuick ? QUICK.rounds : ROUNDS,
    from: 1,
    to: 1_000,
  })
  const seconds = whole(values.seconds, '--seconds', {
    ...{ default: isQuick ? QUICK.seconds : SECONDS, from: 1, to: LONGEST_SECONDS },
  })
  const threads = whole(values.threads, '--threads', { default: THREADS, from: 1, to: MOST_THREADS })
  const words = (values.words?.split(',') ?? []).map((one) =>
    whole(one, '--words', { default: 0, from: FEWEST_WORDS, to: MOST_WORDS }),
  )
  return {
    words: words.length > 0 ? [...new Set(words)].sort((a, b) => a - b) : WORDS,
    ...{ rounds, seconds, threads, sides: side ? [side] : SIDES, isQuick, json: values.json ?? null },
  }
}

function whole(
  text: string | undefined,
  option: string,
  range: { default: number; from: number; to: number },
): number {
  const value = text === undefined ? range.default : Number(text)
  if (!Number.isSafeInteger(value) || value < range.from || value > range.to)
    throw new Error(`${option} takes whole numbers from ${range.from} to ${range.to}.`)
  return value
}
