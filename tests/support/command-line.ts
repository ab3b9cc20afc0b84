import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { resolve } from 'node:path'

const ROOT = resolve(import.meta.dirname, '../..')

/** What a command did. */
export interface CommandResult {
  status: number
  stdout: string
  stderr: string
}

/**
 * Runs `scriptorium …` as an admin does, in a process of its own on a data folder.
 * @param input what is sent to its standard input
 */
export async function scriptorium(
  dataDir: string,
  words: readonly string[],
  input = '',
): Promise<CommandResult> {
  // Vitest sets a BASE_URL of its own, which is no address.
  const env = { ...process.env, DATA_DIR: dataDir, DATABASE_URL: '', BASE_URL: '', DEBUG: '' }
  const child = spawn(process.execPath, ['--import', 'tsx', 'server/cli.ts', ...words], { cwd: ROOT, env })
  child.stdin.end(input)
  const exit = new Promise<number>((answer) => child.once('close', (code) => answer(code ?? -1)))
  const [stdout, stderr, status] = await Promise.all([text(child.stdout), text(child.stderr), exit])
  return { status, stdout, stderr }
}

/** As `scriptorium`, for a command that must work: its JSON. @throws {Error} with what it said otherwise */
export async function scriptoriumDone(
  dataDir: string,
  words: readonly string[],
  input = '',
): Promise<Record<string, unknown>> {
  const { status, stdout, stderr } = await scriptorium(dataDir, words, input)
  if (status !== 0) throw new Error(`scriptorium ${words.join(' ')}: ${status}\n${stderr}`)
  return JSON.parse(stdout) as Record<string, unknown>
}
