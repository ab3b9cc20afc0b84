// Loaded into each measured server. SIGUSR2 collects garbage and writes down what is in use then, so that memory can be
// compared. With BENCH_PROFILE_DIR each thread leaves a CPU profile there when it ends. The server goes with the process
// that started it.
import { renameSync, writeFileSync } from 'node:fs'
import { Session } from 'node:inspector'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { isMainThread, threadId } from 'node:worker_threads'
import { whenParentIsGone } from '../../scripts/parents.mjs'

if (isMainThread) {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc')
  process.on('SIGUSR2', () => {
    collect()
    // `usageFileOf` of preload.ts, which the other servers' Node cannot read.
    const file = join(tmpdir(), `scriptorium-bench-memory-${process.pid}.json`)
    // Under its name there is all of it or nothing.
    writeFileSync(`${file}.part`, JSON.stringify(process.memoryUsage()))
    renameSync(`${file}.part`, file)
  })
  whenParentIsGone(() => process.kill(process.pid, 'SIGKILL'))
}

const folder = process.env.BENCH_PROFILE_DIR
if (folder) {
  const session = new Session()
  session.connect()
  session.post('Profiler.enable')
  session.post('Profiler.start')
  process.on('exit', () => {
    session.post('Profiler.stop', (error, result) => {
      if (error) throw error
      const name = `${process.pid}-${isMainThread ? 'main' : `thread-${threadId}`}.cpuprofile`
      writeFileSync(join(folder, name), JSON.stringify(result.profile))
    })
  })
}
