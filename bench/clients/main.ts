// The process in which all clients live, apart from the servers and from whoever starts them.
import { JOBS, type JobAnswer, type JobRequest } from './jobs'
import { closeAll } from './light-client'

const answer = (message: JobAnswer) => process.send?.(message)

process.on('message', ({ id, name, target, input }: JobRequest) => {
  const job = JOBS[name] as (target: JobRequest['target'], input: unknown) => Promise<unknown>
  job(target, input).then(
    (result) => answer({ id, result }),
    async (error: unknown) => {
      await closeAll()
      answer({ id, error: error instanceof Error ? error.message : String(error) })
    },
  )
})
process.on('disconnect', () => process.exit(0))
