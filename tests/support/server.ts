import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

const ROOT = resolve(import.meta.dirname, '../..')
/** Below the range from which systems take ports for outgoing connections, so that a restart finds its port free. */
const PORTS = { first: 12_000, count: 18_000 }
const POLL_MS = 50
const READY_MS = 60_000
const STOP_MS = 10_000
const LINK_MS = 10_000
const OUTPUT_LIMIT = 200_000

/** A server of the product in a process of its own, on a data folder of its own. */
export interface TestServer {
  /** Without a trailing slash. */
  readonly url: string
  readonly port: number
  /** Changes with each `restart`. */
  readonly pid: number
  readonly dataDir: string
  /** All that it printed so far, over all its lives; the last 200,000 characters. */
  output(): string
  /**
   * The one-use set-up link that it prints while nobody has an account, just after it became ready.
   * @throws {Error} with the output, when none is printed within 10 s
   */
  setupLink(): Promise<string>
  /** Sends a signal (SIGKILL by default) and answers when the process is gone. */
  kill(signal?: NodeJS.Signals): Promise<void>
  /** Answers when the process is gone, by itself or not, with the signal that ended it. */
  ended(): Promise<NodeJS.Signals | null>
  /**
   * Ends it in order if it still runs, starts it again on the same port and data, answers when it is ready.
   * @param change what is other than at the first start, this once
   */
  restart(change?: { env?: Settings; entry?: string }): Promise<void>
  /** Ends it and removes its data folder, unless the folder was given. */
  stop(): Promise<void>
}

type Settings = Record<string, string | undefined>

export interface ServerOptions {
  /** A folder that outlives the server; by default a new one under the system's temporary folder. */
  dataDir?: string
  /** Where it listens: 127.0.0.1 or another loopback address, such as 127.0.0.2 on Linux. */
  host?: string
  /** Settings on top of HOST, PORT, BASE_URL and DATA_DIR; `undefined` takes one away. May be made for the port. */
  env?: Settings | ((port: number) => Settings)
  /**
   * The largest file it may write, in blocks of 512 bytes (`ulimit -f`); a write beyond it fails as on a full disk.
   */
  fileBlocks?: number
  /** False runs `next dev`. True, the default, needs a build: `npm test` makes it first. */
  production?: boolean
}

/**
 * Starts a server and answers when `GET /api/health` says 200. It ends with this process, even if that is killed.
 * @throws {Error} with what the server printed, when it ends or is not ready within a minute
 */
export async function startServer(options: ServerOptions = {}): Promise<TestServer> {
  const production = options.production ?? true
  if (production && !existsSync(join(ROOT, process.env.NEXT_DIST_DIR ?? '.next', 'BUILD_ID')))
    throw new Error('There is no build to test: run `npm test -- --only build` first')
  const { host = '127.0.0.1', env = {} } = options
  const port = await freePort(host)
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'scriptorium-test-'))
  const url = `http://${host}:${port}`
  const settings = {
    ...{ HOST: host, PORT: String(port), BASE_URL: url, DATA_DIR: dataDir },
    ...{ NODE_ENV: production ? 'production' : 'development', NEXT_TELEMETRY_DISABLED: '1' },
    // A test that ends before its `stop` leaves nothing behind: the server removes its own folder then.
    ...{ TEST_FOLDER_TO_REMOVE: options.dataDir === undefined ? dataDir : undefined },
    ...{ DATABASE_URL: undefined, REDIS_URL: undefined, NODE_OPTIONS: undefined },
    ...(typeof env === 'function' ? env(port) : env),
  }
  let printed = ''
  const keep = (chunk: Buffer) => {
    printed = (printed + chunk.toString('utf8')).slice(-OUTPUT_LIMIT)
  }
  const launch = async (change: { env?: Settings; entry?: string } = {}) => {
    const { entry = 'server/main.ts' } = change
    const child = spawnServer({ ...settings, ...change.env }, entry, options.fileBlocks)
    child.stdout?.on('data', keep)
    child.stderr?.on('data', keep)
    await untilReady(child, url, () => printed)
    return child
  }
  const removeData = () => {
    if (options.dataDir === undefined) rmSync(dataDir, { recursive: true, force: true })
  }
  let child = await launch().catch((error: unknown) => {
    removeData()
    throw error
  })
  return {
    url,
    port,
    dataDir,
    get pid() {
      return child.pid ?? 0
    },
    output: () => printed,
    setupLink: () => linkIn(() => printed),
    kill: (signal = 'SIGKILL') => end(child, signal),
    async ended() {
      if (!hasEnded(child)) await once(child, 'exit')
      return child.signalCode
    },
    async restart(change) {
      await end(child, 'SIGTERM')
      child = await launch(change)
    },
    async stop() {
      await end(child, 'SIGTERM')
      removeData()
    },
  }
}

function spawnServer(settings: Settings, entry: string, fileBlocks?: number): ChildProcess {
  const preload = join(ROOT, 'tests/support/leave-with-parent.mjs')
  const command = [process.execPath, '--import', preload, '--import', 'tsx', entry]
  // The shell becomes the server, so its process id is the server's.
  if (fileBlocks !== undefined) command.unshift('sh', '-c', `ulimit -f ${fileBlocks} && exec "$0" "$@"`)
  const [program = '', ...args] = command
  return spawn(program, args, {
    cwd: ROOT,
    env: { ...process.env, ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

async function untilReady(child: ChildProcess, url: string, printed: () => string): Promise<void> {
  const deadline = performance.now() + READY_MS
  for (;;) {
    if (hasEnded(child)) throw new Error(`The server ended while it started:\n${printed()}`)
    if (await isHealthy(url)) return
    if (performance.now() > deadline) {
      await end(child, 'SIGKILL')
      throw new Error(`The server was not ready within ${READY_MS / 1000} s:\n${printed()}`)
    }
    await pause(POLL_MS)
  }
}

async function linkIn(printed: () => string): Promise<string> {
  const deadline = performance.now() + LINK_MS
  while (performance.now() < deadline) {
    const link = /^\s*(https?:\/\/\S+\/setup\S*)\s*$/m.exec(printed())?.[1]
    if (link) return link
    await pause(POLL_MS)
  }
  throw new Error(`The server printed no set-up link:\n${printed()}`)
}

async function isHealthy(url: string): Promise<boolean> {
  try {
    const response = await fetch(`${url}/api/health`, { signal: AbortSignal.timeout(5_000) })
    await response.body?.cancel()
    return response.status === 200
  } catch (error) {
    // Nobody listens yet, or not for long: asked again until the deadline.
    if (error instanceof TypeError || (error as Error).name === 'TimeoutError') return false
    throw error
  }
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

/** A port of `host` that nobody listens on at this moment. @throws {Error} when 50 attempts found none */
export async function freePort(host: string): Promise<number> {
  for (let attempt = 0; attempt < 50; attempt++) {
    const port = PORTS.first + Math.floor(Math.random() * PORTS.count)
    if (await canListen(host, port)) return port
  }
  throw new Error('No free port was found in 50 attempts')
}

async function canListen(host: string, port: number): Promise<boolean> {
  const probe = createServer()
  return new Promise((answer) => {
    probe.once('error', () => answer(false))
    probe.listen(port, host, () => probe.close(() => answer(true)))
  })
}
