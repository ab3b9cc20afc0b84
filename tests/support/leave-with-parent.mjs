// Preloaded by `startServer`: a server under test ends with the test process that started it, however that ended.
import { whenParentIsGone } from '../../scripts/parents.mjs'

whenParentIsGone(() => process.kill(process.pid, 'SIGKILL'))
