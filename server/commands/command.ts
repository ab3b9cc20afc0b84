import type { ParseArgsConfig } from 'node:util'
import type { Env } from '@/lib/env'

/** What a command was called with. */
export interface Call {
  values: Record<string, string | boolean | (string | boolean)[] | undefined>
  positionals: readonly string[]
  env: Env
}

/** One command of the command line. `run` answers what is printed as JSON. */
export interface Command {
  /** The words it is called by, such as `user add`. */
  name: readonly string[]
  usage: string
  summary: string
  options: NonNullable<ParseArgsConfig['options']>
  needsDatabase: boolean
  run(call: Call): Promise<unknown>
}

/** The value of a required option. @throws {Error} naming it */
export function option(call: Call, name: string): string {
  const value = call.values[name]
  if (typeof value !== 'string' || value === '') throw new Error(`Say --${name} and its value.`)
  return value
}

/** The first word after the command. @throws {Error} saying what it should be */
export function word(call: Call, what: string): string {
  const [first] = call.positionals
  if (!first) throw new Error(`Name the ${what}.`)
  return first
}
