import { parseArgs } from 'node:util'
import { SERVERS } from './servers/contract'

export const SCENARIOS = ['fan-out', 'join-storm', 'cold-open', 'memory', 'loss', 'growth'] as const
export type ScenarioName = (typeof SCENARIOS)[number]

export interface Options {
  rounds: number
  only: readonly ScenarioName[]
  servers: readonly string[] | null
  isQuick: boolean
  json: string | null
  profile: string | null
}

const ROUNDS = 5
const QUICK_ROUNDS = 1

/** Reads the command line. @throws {Error} with a sentence for people */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    strict: true,
    options: {
      rounds: { type: 'string' },
      only: { type: 'string' },
      servers: { type: 'string' },
      quick: { type: 'boolean', default: false },
      json: { type: 'string' },
      profile: { type: 'string' },
    },
  })
  const rounds = Number(values.rounds ?? (values.quick ? QUICK_ROUNDS : ROUNDS))
  if (!Number.isSafeInteger(rounds) || rounds < 1) throw new Error('--rounds takes a whole number from 1.')
  const only = values.only ? named(values.only, SCENARIOS, '--only') : SCENARIOS
  const servers = values.servers ? named(values.servers, SERVERS, '--servers') : null
  return {
    rounds,
    only,
    servers,
    isQuick: values.quick,
    json: values.json ?? null,
    profile: values.profile ?? null,
  }
}

function named<T extends string>(list: string, known: readonly T[], option: string): T[] {
  const names = list.split(',')
  const unknown = names.find((name) => !known.some((one) => one === name))
  if (unknown !== undefined)
    throw new Error(`${option} takes some of ${known.join(', ')}; ${unknown} is none.`)
  return known.filter((name) => names.includes(name))
}
