import { fork } from 'node:child_process'
import { join } from 'node:path'
import type { Target } from '@/bench/servers/contract'
import type { JobAnswer, JobInput, JobName, JobRequest, JobResult } from './jobs'

/** The load process, seen from outside. */
export interface Load {
  /** @throws {Error} with the sentence of the failure */
  run<N extends JobName>(name: N, target: Target, input: JobInput<N>): Promise<JobResult<N>>
  close(): void
}

/** Starts the process in which the clients live. It ends with this one. */
export function startLoad(): Load {
  const child = fork(join(import.meta.dirname, 'main.ts'), { execArgv: ['--import', 'tsx'] })
  const waiting = new Map<number, { resolve(result: unknown): void; reject(error: Error): void }>()
  let lastId = 0
  let isClosed = false
  child.on('message', (answer: JobAnswer) => {
    const job = waiting.get(answer.id)
    waiting.delete(answer.id)
    if ('error' in answer) job?.reject(new Error(answer.error))
    else job?.resolve(answer.result)
  })
  child.on('exit', (code, signal) => {
    isClosed = true
    for (const job of waiting.values())
      job.reject(new Error(`The load process ended with ${code ?? signal}.`))
    waiting.clear()
  })
  return {
    run(name, target, input) {
      if (isClosed) return Promise.reject(new Error('The load process has ended.'))
      const request: JobRequest = { id: ++lastId, name, target, input }
      return new Promise<never>((resolve, reject) => {
        waiting.set(request.id, { resolve, reject })
        child.send(request)
      })
    },
    close: () => child.disconnect(),
  }
}
