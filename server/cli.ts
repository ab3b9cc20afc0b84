/**
 * `npm run --silent scriptorium -- …`: administration from the command line, whether the server is up or down.
 * One JSON answer on stdout and nothing else there. Exit code 1: what went wrong is a sentence on stderr, or `check`
 * found damage; 2: a wrong call, with how it is used on stderr.
 */
import { parseArgs } from 'node:util'
import { database, holdDatabase } from '@/lib/db/client'
import { openDatabase } from '@/lib/db/open'
import { holdEnv, parseEnv } from '@/lib/env'
import { isAppError } from '@/lib/errors'
import { openLog } from '@/lib/log'
import { ACCOUNT_COMMANDS } from './commands/accounts'
import { BACKUP_COMMANDS } from './commands/backup'
import { WrongCall, type Command } from './commands/command'
import { STORE_COMMANDS } from './commands/store'

const COMMANDS: readonly Command[] = [...ACCOUNT_COMMANDS, ...BACKUP_COMMANDS, ...STORE_COMMANDS]

const ASKS_FOR_HELP = new Set(['help', '--help', '-h'])

function usage(): string {
  const width = Math.max(...COMMANDS.map(({ usage: line }) => line.length))
  const lines = COMMANDS.map((command) => `  ${command.usage.padEnd(width)}  ${command.summary}`)
  return ['Usage: npm run --silent scriptorium -- COMMAND', ...lines].join('\n')
}

function find(words: readonly string[]): Command | undefined {
  return COMMANDS.find(({ name }) => name.every((word, index) => words[index] === word))
}

function isWrongCall(error: unknown): boolean {
  return (
    error instanceof WrongCall || ((error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS') ?? false)
  )
}

async function run(words: readonly string[]): Promise<number> {
  const command = find(words)
  if (!command && ASKS_FOR_HELP.has(words[0] ?? '')) {
    console.log(usage())
    return 0
  }
  if (!command) {
    if (words.length > 0) console.error(`There is no command “${words.join(' ')}”.`)
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
    const answer = await command.run({ values, positionals, env })
    console.log(JSON.stringify(answer))
    return command.isBadNews?.(answer) ? 1 : 0
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error))
    if (isWrongCall(error)) {
      console.error(`Usage: npm run --silent scriptorium -- ${command.usage}`)
      return 2
    }
    if (!isAppError(error) && process.env['DEBUG']) console.error(error)
    return 1
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
