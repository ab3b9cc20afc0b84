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
  /** True for an answer that is bad news: it is printed as any other, and the exit code is 1. */
  isBadNews?: (answer: unknown) => boolean
}

/** The command was called in a way that cannot be run: exit code 2, with how it is used. */
export class WrongCall extends Error {}

/** The value of a required option. @throws {WrongCall} naming it */
export function option(call: Call, name: string): string {
  const value = call.values[name]
  if (typeof value !== 'string' || value === '') throw new WrongCall(`Say --${name} and its value.`)
  return value
}

/** The first word after the command. @throws {WrongCall} saying what it should be */
export function word(call: Call, what: string): string {
  const [first] = call.positionals
  if (!first) throw new WrongCall(`Name the ${what}.`)
  return first
}
