// Child processes of the commands: started quietly, ended with all their children.
import { spawn } from 'node:child_process'

/** Lines of a failed step's output that are shown. */
const TAIL_LINES = 60
/** How long a child may take to end after it was asked to. */
const GRACE_MS = 5_000
const GROUPS = process.platform !== 'win32'

/** A step that failed, with a sentence that was made to be read. */
export class StepError extends Error {}

/**
 * Where a command speaks to people: `npm start` on stdout, the administration command on stderr.
 * @typedef {{ write(text: string): unknown }} Report
 */

/**
 * Runs a command in its own process group until it ends. When this process is asked to stop meanwhile, the
 * whole group is stopped first.
 * @param {string[]} command the program and its arguments
 * @param {{ cwd: string, env?: NodeJS.ProcessEnv, onOutput?: (chunk: Buffer) => void,
 *   onStart?: (pid: number | null) => void }} options without `onOutput` the output goes where ours goes
 * @returns {Promise<number>} the exit code; 128 when a signal ended it
 */
export function runToEnd(command, { cwd, env = process.env, onOutput, onStart }) {
  return new Promise((resolve, reject) => {
    const [program = '', ...args] = command
    const output = onOutput ? 'pipe' : 'inherit'
    const child = spawn(program, args, { cwd, env, detached: GROUPS, stdio: ['ignore', output, output] })
    const endGroup = (/** @type {NodeJS.Signals} */ signal) => endProcessGroup(child.pid, signal)
    const stop = (/** @type {NodeJS.Signals} */ signal) => {
      endGroup(signal)
      setTimeout(() => endGroup('SIGKILL'), GRACE_MS).unref()
      child.once('close', () => process.exit(signal === 'SIGINT' ? 130 : 143))
    }
    const atExit = () => endGroup('SIGKILL')
    process.on('SIGINT', stop).on('SIGTERM', stop).on('SIGHUP', stop).once('exit', atExit)
    const forget = () => {
      process.off('SIGINT', stop).off('SIGTERM', stop).off('SIGHUP', stop).off('exit', atExit)
      onStart?.(null)
    }
    child.stdout?.on('data', onOutput ?? (() => {}))
    child.stderr?.on('data', onOutput ?? (() => {}))
    child.once('spawn', () => onStart?.(child.pid ?? null))
    child.once('error', (error) => {
      forget()
      reject(error)
    })
    child.once('exit', () => endGroup('SIGKILL'))
    child.once('close', (code) => {
      forget()
      resolve(code ?? 128)
    })
  })
}

/**
 * @param {number | undefined} pid
 * @param {NodeJS.Signals} signal
 */
function endProcessGroup(pid, signal) {
  if (pid === undefined) return
  try {
    process.kill(GROUPS ? -pid : pid, signal)
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'ESRCH') throw error
  }
}

/**
 * Runs a command with one line for people, `Installing … 41 s`. Its output is shown only when it fails.
 * @param {string} label
 * @param {string[]} command
 * @param {{ cwd: string, env?: NodeJS.ProcessEnv, report: Report, onStart?: (pid: number | null) => void }} options
 * @throws {StepError} when it ends with another code than 0
 */
export async function runStep(label, command, { cwd, env, report, onStart }) {
  /** @type {Buffer[]} */
  const output = []
  const started = performance.now()
  report.write(`${label} … `)
  let code
  try {
    code = await runToEnd(command, { cwd, env, onStart, onOutput: (chunk) => output.push(chunk) })
  } catch (error) {
    report.write('failed\n')
    throw new StepError(`${label} failed: ${command[0]} could not be run (${String(error)}).`)
  }
  const seconds = secondsSince(started)
  if (code === 0) {
    report.write(`${seconds} s\n`)
    return
  }
  const lines = Buffer.concat(output).toString('utf8').trimEnd().split('\n')
  report.write(`failed after ${seconds} s\n${lines.slice(-TAIL_LINES).join('\n')}\n`)
  throw new StepError(`${label} failed with code ${code}; its last words are above.`)
}

/**
 * Seconds since a `performance.now()`, with one decimal below 10.
 * @param {number} started
 */
export function secondsSince(started) {
  const seconds = (performance.now() - started) / 1000
  return seconds < 10 ? seconds.toFixed(1) : seconds.toFixed(0)
}
