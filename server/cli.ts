/**
 * `npm run --silent scriptorium -- …`: administration from the command line, whether the server is up or down.
 * One JSON answer on stdout; what went wrong is a sentence on stderr and exit code 1 (2 for a wrong call).
 */
import { parseArgs } from 'node:util'
import { database, holdDatabase } from '@/lib/db/client'
import { openDatabase } from '@/lib/db/open'
import { holdEnv, parseEnv } from '@/lib/env'
import { isAppError } from '@/lib/errors'
import { openLog } from '@/lib/log'
import { ACCOUNT_COMMANDS } from './commands/accounts'
import type { Command } from './commands/command'
import { STORE_COMMANDS } from './commands/store'

const COMMANDS: readonly Command[] = [...ACCOUNT_COMMANDS, ...STORE_COMMANDS]

function usage(): string {
  const width = Math.max(...COMMANDS.map(({ usage: line }) => line.length))
  const lines = COMMANDS.map((command) => `  ${command.usage.padEnd(width)}  ${command.summary}`)
  return ['Usage: npm run --silent scriptorium -- COMMAND', ...lines].join('\n')
}

function find(words: readonly string[]): Command | undefined {
  return COMMANDS.find(({ name }) => name.every((word, index) => words[index] === word))
}

async function run(words: readonly string[]): Promise<number> {
  const command = find(words)
  if (!command) {
    console.error(usage())
    return 2
  }
  try {
    const { values, positionals } = parseArgs({
      args: words.slice(command.name.length),
      options: command.options,
      allowPositionals: true,
    })
    const env = parseEnv(process.env)
    openLog('warn')
    holdEnv(env)
    if (command.needsDatabase) holdDatabase(await openDatabase(env.databaseFile))
    console.log(JSON.stringify(await command.run({ values, positionals, env })))
    return 0
  } catch (error) {
    const isWrongCall = (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS') ?? false
    console.error(error instanceof Error ? error.message : String(error))
    if (!isAppError(error) && !isWrongCall && process.env['DEBUG']) console.error(error)
    return isWrongCall ? 2 : 1
  } finally {
    if (command.needsDatabase) await closeDatabase()
  }
}

async function closeDatabase(): Promise<void> {
  try {
    await database().$disconnect()
  } catch (error) {
    if (!/not open/.test((error as Error).message)) throw error
  }
}

process.exit(await run(process.argv.slice(2)))
