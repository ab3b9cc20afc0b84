import { Worker } from 'node:worker_threads'
import type { Clock } from '@/lib/clock'
import { AppError, type ErrorCode } from '@/lib/errors'
import { holdTextWorker, type TextWork, type TextWorker } from './text-work'

/** The longest honest work: a file of 8 MB was read in 2.6 s on a machine at full load. */
const LONGEST_MS = 30_000
/** Old-space of the thread. A text of 10 MiB needs about 20 times its size. */
const MEMORY_MB = 768
/** How many texts may wait; each holds at most an imported file. */
const MOST_WAITING = 32

/** What the thread is asked; one at a time. */
export interface TextRequest {
  kind: keyof TextWork
  ask: TextWork[keyof TextWork]['ask']
}

/** What it answers. */
export type TextAnswer =
  { ok: true; value: TextWork[keyof TextWork]['answer'] } | { ok: false; code: ErrorCode; message: string }

interface Waiting extends TextRequest {
  resolve(value: TextWork[keyof TextWork]['answer']): void
  reject(error: Error): void
}

const TOO_HARD =
  'This text is too large or too tangled to be read here. Nothing was saved; split it and try again.'

class TextThread {
  #clock: Clock
  #worker: Worker | null = null
  #waiting: Waiting[] = []
  #current: Waiting | null = null
  #forget: () => void = () => undefined
  #closed = false

  constructor(clock: Clock) {
    this.#clock = clock
  }

  run: TextWorker = (kind, ask) => {
    if (this.#closed || this.#waiting.length >= MOST_WAITING)
      return Promise.reject(
        new AppError('unavailable', 'Too many texts wait to be read. Try again in a minute.'),
      )
    return new Promise((resolve, reject) => {
      this.#waiting.push({ kind, ask, resolve, reject })
      this.#next()
    })
  }

  async close(): Promise<void> {
    this.#closed = true
    const gone = new AppError('unavailable', 'The server is going down. Try again in a minute.')
    for (const work of this.#waiting.splice(0)) work.reject(gone)
    this.#end(gone)
    await this.#worker?.terminate()
  }

  #next(): void {
    if (this.#current) return
    const next = this.#waiting.shift()
    if (!next) return
    this.#current = next
    const worker = (this.#worker ??= this.#start())
    this.#forget = this.#clock.after(LONGEST_MS, () => this.#replace(worker))
    worker.ref()
    worker.postMessage({ kind: next.kind, ask: next.ask } satisfies TextRequest)
  }

  #start(): Worker {
    const worker = new Worker(new URL('./text-loader.mjs', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
    })
    worker.on('message', (answer: TextAnswer) => {
      // The last word of a thread that was given up is not the answer to what the next one is asked.
      if (this.#worker !== worker) return
      if (answer.ok) this.#end(null, answer.value)
      else this.#end(new AppError(answer.code, answer.message))
      worker.unref()
      this.#next()
    })
    worker.on('error', () => this.#replace(worker))
    worker.on('exit', () => this.#replace(worker))
    return worker
  }

  /** A thread that ran out of time or memory, or ended, is given up with the work it had; the next work gets a new one. */
  #replace(worker: Worker): void {
    if (this.#worker !== worker) return
    this.#worker = null
    void worker.terminate()
    this.#end(new AppError('invalid', TOO_HARD))
    if (!this.#closed) this.#next()
  }

  #end(error: Error | null, value?: TextWork[keyof TextWork]['answer']): void {
    const current = this.#current
    this.#current = null
    this.#forget()
    if (!current) return
    if (error) current.reject(error)
    else if (value !== undefined) current.resolve(value)
  }
}

/**
 * Opens the thread in which long texts are read, counted and written, with bounds on memory and time, and makes it
 * do the process's text work. It starts at the first long text.
 * @returns ends it
 */
export function openTextThread(clock: Clock): () => Promise<void> {
  const thread = new TextThread(clock)
  holdTextWorker(thread.run)
  return async () => {
    holdTextWorker(null)
    await thread.close()
  }
}
