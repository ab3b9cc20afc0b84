import type { Load } from './clients/load'
import { cpuMsOf } from './clients/process-figures'
import type { Figure, Row } from './report'
import { SERVERS, type BenchServer, type ServerName, type StartOptions } from './servers/contract'
import { startNamed } from './servers/start'

/** A scenario: starts the servers it needs, and records what they show in each round. */
export interface Scenario {
  name: string
  run(world: World): Promise<void>
}

export interface WorldOptions {
  rounds: number
  isQuick: boolean
  servers: readonly ServerName[]
  profileDir?: string
  load: Load
  say(line: string): void
}

/** What a scenario works with, and where its figures go. */
export class World {
  readonly rows = new Map<string, Row>()
  readonly notes: string[] = []

  constructor(readonly options: WorldOptions) {}

  get rounds(): number {
    return this.options.rounds
  }

  get isQuick(): boolean {
    return this.options.isQuick
  }

  get load(): Load {
    return this.options.load
  }

  /** Adds one measurement of a server. */
  record(figure: Figure, server: ServerName, value: number): void {
    const key = `${figure.scenario}/${figure.step}/${figure.name}`
    const row = this.rows.get(key) ?? { figure, values: {} }
    this.rows.set(key, row)
    const values = (row.values[server] ??= [])
    values.push(value)
  }

  /** Keeps a sentence about something that did not go as it should. The same one only once. */
  note(sentence: string): void {
    if (this.notes.includes(sentence)) return
    this.notes.push(sentence)
    this.options.say(`  ! ${sentence}`)
  }

  /** Runs `body` with each server started. One that does not start is noted and left out. All are stopped at the end. */
  async withServers(
    scenario: string,
    options: StartOptions,
    body: (servers: readonly BenchServer[]) => Promise<void>,
  ): Promise<void> {
    const started: BenchServer[] = []
    try {
      for (const name of this.options.servers) {
        const { profileDir } = this.options
        try {
          const server = await startNamed(name, { ...options, profileDir })
          started.push(server)
          await untilAtRest(server.target.pid)
        } catch (error) {
          this.note(`${scenario}: ${name} did not start: ${messageOf(error)}`)
        }
      }
      await body(started)
    } finally {
      for (const server of started) await server.stop()
    }
  }

  /**
   * Does `step` on each server in turn, `rounds` times; each round begins with another one. A failure is noted with
   * what the server printed last, and the others go on.
   */
  async interleave(
    scenario: string,
    servers: readonly BenchServer[],
    step: (server: BenchServer, round: number) => Promise<void>,
  ): Promise<void> {
    for (let round = 0; round < this.rounds; round++) {
      this.options.say(`${scenario}: round ${round + 1} of ${this.rounds}`)
      for (let i = 0; i < servers.length; i++) {
        const server = servers[(round + i) % servers.length]!
        await this.attempt(scenario, server, () => step(server, round))
      }
    }
  }

  /** Does `task`; a failure is noted. @returns false when it failed */
  async attempt(scenario: string, server: BenchServer, task: () => Promise<void>): Promise<boolean> {
    try {
      await task()
      return true
    } catch (error) {
      const { name } = server.target
      const last = server.output().trim().split('\n').slice(-3).join(' | ')
      this.note(`${scenario}: ${name}: ${messageOf(error)}${last ? `; it printed: ${last}` : ''}`)
      return false
    }
  }
}

/** A server that has just started still loads code, also in its threads. At rest it takes less than 5 % of a core. */
const REST = { overMs: 500, mostCpuMs: 25, patienceMs: 20_000 }

async function untilAtRest(pid: number): Promise<void> {
  const from = Date.now()
  // Ours warms its threads three seconds after its start.
  let isAtRest = false
  while (!isAtRest || Date.now() - from < 5_000) {
    if (Date.now() - from > REST.patienceMs) return
    const before = cpuMsOf(pid)
    await new Promise((resolve) => setTimeout(resolve, REST.overMs))
    isAtRest = cpuMsOf(pid) - before < REST.mostCpuMs
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** All servers, ours first, or those whose names are given. */
export function serversNamed(names: readonly string[] | null): readonly ServerName[] {
  return names ? SERVERS.filter((name) => names.includes(name)) : SERVERS
}
