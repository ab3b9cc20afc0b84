/**
 * The sync endpoint in a process of its own, without pages and API, so that it is up in half the time: the same
 * database, store thread, rooms and gate as `server/main.ts` has, and `/api/health` for `startServer`.
 */
import { createServer } from 'node:http'
import { holdDatabase } from '@/lib/db/client'
import { parseFailPoints } from '@/lib/db/fail-points'
import { openDatabase } from '@/lib/db/open'
import { holdEnv, parseEnv } from '@/lib/env'
import { openLog } from '@/lib/log'
import { openMetrics } from '@/server/metrics'
import { openSync } from '@/server/sync'

const env = parseEnv(process.env)
const log = openLog(env.logLevel)
holdEnv(env)
const storeEnded = () => process.exit(1)
holdDatabase(
  await openDatabase(env.databaseFile, storeEnded, env.failPoints ? parseFailPoints(env.failPoints) : []),
)
const sync = openSync(env, log, openMetrics())
const server = createServer((request, response) => {
  response.writeHead(request.url === '/api/health' ? 200 : 404).end()
})
server.on('upgrade', (request, socket, head) => void sync.upgrade(request, socket, head))
server.listen(env.port, env.host)
