/**
 * The composition root: reads the settings, opens the database, the rooms and Next, and listens. It wires and
 * decides nothing. `npm start` and `npm run dev` load it in their own process.
 */
import { EventEmitter } from 'node:events'
import { createServer, type Server } from 'node:http'
import next from 'next'
import { keepReadersReminded } from '@/lib/beta/weekly-reminders'
import { systemClock } from '@/lib/clock'
import { database, holdDatabase } from '@/lib/db/client'
import { parseFailPoints, type FailPoint } from '@/lib/db/fail-points'
import { openDatabase } from '@/lib/db/open'
import { holdEnv, parseEnv, type Env } from '@/lib/env'
import { openLog, type Log } from '@/lib/log'
import { openPastThread } from '@/lib/manuscript/past-thread'
import { openTextThread } from '@/lib/manuscript/text-thread'
import { limitsFrom } from '@/lib/sync/limits'
import { keepTrashEmptied } from '@/lib/trash/purge'
import { watchAccess } from './access-watch'
import { greet } from './greeting'
import { requestListener } from './http'
import { openMetrics } from './metrics'
import { listenForScrapes, withMetrics } from './metrics-http'

/** A shutdown that has not ended by then is cut short (SYNC rule 17). */
const SHUTDOWN_MS = 5_000

/** Slow headers and slow bodies are cut off by Node itself. */
const HEADERS_TIMEOUT_MS = 20_000
const REQUEST_TIMEOUT_MS = 5 * 60_000
/** How often it looks for them; 30 s by itself, longer than the headers may take. */
const LOOK_FOR_SLOW_MS = 5_000

function settings(): { env: Env; failPoints: FailPoint[] } {
  try {
    const env = parseEnv(process.env)
    limitsFrom(env.syncSettings)
    return { env, failPoints: env.failPoints === undefined ? [] : parseFailPoints(env.failPoints) }
  } catch (error) {
    console.error((error as Error).message)
    process.exit(2)
  }
}

async function listen(server: Server, env: Env): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'EADDRINUSE'
          ? new Error(
              `Port ${env.port} is taken: stop what listens there, or start with PORT=${env.port + 1}`,
            )
          : error,
      ),
    )
    server.listen(env.port, env.host, resolve)
  })
}

function endOnSignal(log: Log, end: () => Promise<void>): void {
  let ending = false
  const begin = (signal: string) => {
    if (ending) return
    ending = true
    log.info({ signal }, 'shutting down')
    setTimeout(() => process.exit(1), SHUTDOWN_MS).unref()
    end().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, 'the shutdown failed')
        process.exit(1)
      },
    )
  }
  process.on('SIGTERM', begin)
  process.on('SIGINT', begin)
}

const { env, failPoints } = settings()
const development = process.env.NODE_ENV !== 'production'
const log = openLog(env.logLevel)
// A promise nobody waited for is a fault of ours; it must not take down everybody who is writing.
process.on('unhandledRejection', (reason) => {
  const { name, stack } = reason instanceof Error ? reason : new Error(typeof reason)
  // A message may quote text; where it happened may not.
  const at = stack?.split('\n').filter((line) => /^\s+at /.test(line))
  log.error({ kind: name, at }, 'an unhandled rejection')
})
if (failPoints.length > 0) log.warn({ failPoints }, 'this server fails where TEST_ONLY_FAIL_POINTS says')
holdEnv(env)
const storeEnded = (error: Error) => {
  // Nothing can be saved any more, and browsers keep what is not: whoever watches the process starts a new one.
  log.error({ err: error }, 'the store thread ended')
  process.exit(1)
}
holdDatabase(await openDatabase(env.databaseFile, storeEnded, failPoints))
const { authSecret } = await import('@/lib/accounts/secret')
process.env['NEXTAUTH_URL'] = env.baseUrl
process.env['NEXTAUTH_SECRET'] = authSecret()

// Next would hang its own upgrade listener on our server at the first request; a decoy gets it instead.
const decoy = new EventEmitter()
const app = next({ dev: development, hostname: env.host, httpServer: decoy as Server })
await app.prepare()
const metrics = openMetrics()
const server = createServer(
  {
    headersTimeout: HEADERS_TIMEOUT_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    connectionsCheckingInterval: LOOK_FOR_SLOW_MS,
  },
  withMetrics(metrics, env, requestListener(app.getRequestHandler(), env, development)),
)
const closeTextThread = openTextThread(systemClock)
const closePastThread = openPastThread(systemClock)
const { openSync } = await import('./sync')
const sync = openSync(env, log, metrics)
server.on('upgrade', (request, socket, head) => {
  socket.on('error', (error) => log.debug({ err: error }, 'a socket failed during its upgrade'))
  if (development && request.url?.startsWith('/_next/')) decoy.emit('upgrade', request, socket, head)
  else void sync.upgrade(request, socket, head)
})
const stopWatching = await watchAccess(log)
const trash = keepTrashEmptied({ clock: systemClock })
const reminders = keepReadersReminded({ clock: systemClock })

endOnSignal(log, async () => {
  server.close()
  stopWatching()
  stopScrapes()
  trash.stop()
  reminders.stop()
  await sync.close()
  await closeTextThread()
  await closePastThread()
  await trash.settled()
  await reminders.settled()
  server.closeAllConnections()
  await database().$disconnect()
})

let stopScrapes = () => {}
try {
  stopScrapes = await listenForScrapes(metrics, env)
  await listen(server, env)
} catch (error) {
  console.error((error as Error).message)
  process.exit(1)
}
await greet(env)
