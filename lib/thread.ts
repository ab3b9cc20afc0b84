import { parentPort, Worker } from 'node:worker_threads'
import type { Clock } from './clock'
import { AppError, isAppError, type ErrorCode } from './errors'

/** Kinds of work, each with what is asked and what is answered: plain data and bytes only. */
export type Work = Record<string, { ask: unknown; answer: unknown }>

/** Does work somewhere else. @throws {AppError} what the work throws, and the two refusals of its `ThreadBounds` */
export type DoWork<W extends Work> = <K extends keyof W>(kind: K, ask: W[K]['ask']) => Promise<W[K]['answer']>

/** Does work here and now. */
export type DoWorkHere<W extends Work> = <K extends keyof W>(kind: K, ask: W[K]['ask']) => W[K]['answer']

/** What one thread may take. */
export interface ThreadBounds {
  /** Longest time for one piece of work, in milliseconds from when the thread begins it. */
  longestMs: number
  /** Old-space of the thread, in MiB. */
  memoryMb: number
  /** How many pieces may wait. */
  mostWaiting: number
  /** Refuses work that took more time or memory than it may. */
  tooHard(): AppError
  /** Refuses work when too much waits. */
  tooMany(): AppError
}

interface Request {
  kind: string
  ask: unknown
}

type Answer = { ok: 'begun' } | { ok: true; value: unknown } | { ok: false; code: ErrorCode; message: string }

interface Waiting extends Request {
  resolve(value: unknown): void
  reject(error: Error): void
}

/** A thread that has not begun by then never will; at full load a first start took 15 s. */
const BEGIN_MS = 120_000

/**
 * A thread that does one piece of work after another, within bounds. Work that takes too long or too much memory is
 * given up together with the thread, and the next piece gets a new one. It keeps the process alive only while it works.
 */
export class WorkThread<W extends Work> {
  #worker: Worker | null = null
  #waiting: Waiting[] = []
  #current: Waiting | null = null
  #forget: () => void = () => undefined
  #closed = false

  /** @param loader a plain JavaScript module that loads one that calls `answerWork` (see lib/db/store-thread.mjs) */
  constructor(
    private readonly loader: URL,
    private readonly clock: Clock,
    private readonly bounds: ThreadBounds,
  ) {}

  /** Does a piece of work after those that wait. */
  readonly run: DoWork<W> = (kind, ask) => {
    if (this.#closed || this.#waiting.length >= this.bounds.mostWaiting)
      return Promise.reject(this.bounds.tooMany())
    return new Promise((resolve, reject) => {
      this.#waiting.push({ kind: kind as string, ask, resolve, reject })
      this.#next()
    })
  }

  /** Starts the thread before there is work, since the first start takes a moment. */
  warm(): void {
    this.#worker ??= this.#start()
    this.#worker.unref()
  }

  /** Refuses what waits and ends the thread. */
  async close(): Promise<void> {
    this.#closed = true
    const gone = new AppError('unavailable', 'The server is going down. Try again in a minute.')
    for (const work of this.#waiting.splice(0)) work.reject(gone)
    this.#end((current) => current.reject(gone))
    await this.#worker?.terminate()
  }

  #next(): void {
    if (this.#current) return
    const next = this.#waiting.shift()
    if (!next) return
    this.#current = next
    const worker = (this.#worker ??= this.#start())
    this.#giveUpAfter(BEGIN_MS, worker)
    worker.ref()
    worker.postMessage({ kind: next.kind, ask: next.ask } satisfies Request)
  }

  #start(): Worker {
    const worker = new Worker(this.loader, {
      resourceLimits: { maxOldGenerationSizeMb: this.bounds.memoryMb },
    })
    worker.on('message', (answer: Answer) => {
      // The last word of a thread that was given up is not the answer to what the next one is asked.
      if (this.#worker !== worker) return
      if (answer.ok === 'begun') return this.#giveUpAfter(this.bounds.longestMs, worker)
      if (answer.ok) this.#end((current) => current.resolve(answer.value))
      else this.#end((current) => current.reject(new AppError(answer.code, answer.message)))
      worker.unref()
      this.#next()
    })
    worker.on('error', () => this.#replace(worker))
    worker.on('exit', () => this.#replace(worker))
    return worker
  }

  #giveUpAfter(ms: number, worker: Worker): void {
    this.#forget()
    this.#forget = this.clock.after(ms, () => this.#replace(worker))
  }

  #replace(worker: Worker): void {
    if (this.#worker !== worker) return
    this.#worker = null
    void worker.terminate()
    this.#end((current) => current.reject(this.bounds.tooHard()))
    if (!this.#closed) this.#next()
  }

  #end(tell: (current: Waiting) => void): void {
    const current = this.#current
    this.#current = null
    this.#forget()
    if (current) tell(current)
  }
}

/** The thread's side: answers what it is asked with `doHere`. An error that is not ours is told by its kind alone. */
export function answerWork<W extends Work>(doHere: DoWorkHere<W>): void {
  parentPort?.on('message', ({ kind, ask }: Request) => {
    parentPort?.postMessage({ ok: 'begun' } satisfies Answer)
    let answer: Answer
    try {
      answer = { ok: true, value: doHere(kind, ask) }
    } catch (error) {
      answer = refusal(error)
    }
    parentPort?.postMessage(answer)
  })
}

/** The message of an unknown error may quote the text, so only its kind goes on. */
function refusal(error: unknown): Answer {
  if (isAppError(error)) return { ok: false, code: error.code, message: error.message }
  const kind = error instanceof Error ? error.name : typeof error
  return { ok: false, code: 'internal', message: `This text could not be worked on (${kind}).` }
}
