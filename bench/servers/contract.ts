/** The servers that are measured, ours first. */
export const SERVERS = ['scriptorium', 'hocuspocus', 'y-websocket'] as const
export type ServerName = (typeof SERVERS)[number]

/** What the load process must know of a server. Changes with each start. */
export interface Target {
  name: ServerName
  port: number
  pid: number
  /** Access tokens of people who may write everywhere; clients take them in turn. Empty where nobody is asked. */
  tokens: readonly string[]
}

/** A server in a process of its own, on a data folder of its own. */
export interface BenchServer {
  readonly target: Target
  /** Docs that exist and are empty. */
  readonly docIds: readonly string[]
  /** Ends it in order, starts it again on the same data, answers when it is ready. */
  restart(): Promise<void>
  /** SIGKILL; answers when the process is gone. */
  kill(): Promise<void>
  /** The last lines that it printed. */
  output(): string
  /** Ends it and removes its data. */
  stop(): Promise<void>
}

export interface StartOptions {
  /** How many docs it must have. */
  docs: number
  /** Where to leave a CPU profile of each thread at the end; ours only. */
  profileDir?: string
}
