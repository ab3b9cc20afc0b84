// Preloaded by `startServer`: a server under test ends with the test process that started it, however that ended,
// and takes its throw-away data folder along.
import { rmSync } from 'node:fs'
import { whenParentIsGone } from '../../scripts/parents.mjs'

whenParentIsGone(() => {
  const folder = process.env.TEST_FOLDER_TO_REMOVE
  if (folder) rmSync(folder, { recursive: true, force: true })
  process.kill(process.pid, 'SIGKILL')
})
