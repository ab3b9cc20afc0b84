import { spawn, type ChildProcess } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { freePort } from '@/tests/support/server'
import type { BenchServer, ServerName, StartOptions } from './contract'
import { ON_SIGNAL } from './preload'

const READY_MS = 30_000
const POLL_MS = 50
const STOP_MS = 15_000
const OUTPUT_LIMIT = 4_000

/** How a peer is started: the script and its settings, for a port and a data folder. */
export interface PeerStart {
  script: string
  env(port: number, dataDir: string): Record<string, string>
}

/**
 * Starts a peer and answers when it takes connections. It ends with this process.
 * @throws {Error} with its output, when it ends or is not ready within 30 s
 */
export async function startPeer(
  name: ServerName,
  start: PeerStart,
  options: StartOptions,
): Promise<BenchServer> {
  const port = await freePort('127.0.0.1')
  const dataDir = mkdtempSync(join(tmpdir(), `scriptorium-bench-${name}-`))
  let printed = ''
  const keep = (chunk: Buffer) => (printed = (printed + chunk.toString('utf8')).slice(-OUTPUT_LIMIT))
  const launch = async () => {
    const child = spawn(process.execPath, ['--import', ON_SIGNAL, start.script], {
      env: { ...process.env, NODE_ENV: 'production', ...start.env(port, dataDir) },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    await untilListening(child, port, () => printed)
    return child
  }
  let child = await launch()
  return {
    docIds: Array.from({ length: options.docs }, () => randomUUID()),
    get target() {
      return { name, port, pid: child.pid ?? 0, tokens: [] }
    },
    output: () => printed,
    kill: () => end(child, 'SIGKILL'),
    async restart() {
      await end(child, 'SIGTERM')
      child = await launch()
    },
    async stop() {
      await end(child, 'SIGTERM')
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

async function untilListening(child: ChildProcess, port: number, printed: () => string): Promise<void> {
  const deadline = performance.now() + READY_MS
  while (!(await answers(port))) {
    if (hasEnded(child)) throw new Error(`The server ended while it started:\n${printed()}`)
    if (performance.now() > deadline) {
      await end(child, 'SIGKILL')
      throw new Error(`The server was not ready within ${READY_MS / 1000} s:\n${printed()}`)
    }
    await pause(POLL_MS)
  }
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' })
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (hasEnded(child)) return
  const gone = once(child, 'exit')
  child.kill(signal)
  const late = setTimeout(() => child.kill('SIGKILL'), STOP_MS)
  await gone
  clearTimeout(late)
}
