import { createHash, timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import type { Env } from '@/lib/env'
import { log } from '@/lib/log'
import type { Metrics } from './metrics'

/** Figures are for the machine itself unless somebody shows the token. */
const LOOPBACK = '127.0.0.1'
const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

const ROUTES: readonly [pattern: RegExp, route: string][] = [
  [/^\/api\/health$/, 'health'],
  [/^\/api\/auth\//, 'auth'],
  [/^\/api\//, 'api'],
  [/^\/_next\//, 'static'],
  [/\.[a-z0-9]{2,11}$/, 'static'],
  [/^\/metrics$/, 'metrics'],
]

/** The class of a path: one of seven words, whatever the path is, so that it never carries an id or a guess. */
export function routeClass(target: string | undefined): string {
  const path = target?.split('?', 1)[0] ?? ''
  if (!path.startsWith('/')) return 'other'
  return ROUTES.find(([pattern]) => pattern.test(path))?.[1] ?? 'page'
}

const digest = (text: string) => createHash('sha256').update(text).digest()

function showsToken({ headers }: IncomingMessage, token: string): boolean {
  const shown = /^Bearer (.+)$/i.exec(headers.authorization ?? '')?.[1]
  return shown !== undefined && timingSafeEqual(digest(shown), digest(token))
}

async function answer(metrics: Metrics, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.writeHead(405, { allow: 'GET, HEAD', 'content-length': 0 }).end()
    return
  }
  try {
    const { contentType, body } = await metrics.scrape()
    const headers = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' }
    response.writeHead(200, { ...headers, 'content-type': contentType })
    response.end(request.method === 'HEAD' ? undefined : body)
  } catch (error) {
    log().error({ kind: (error as Error).name }, 'the figures could not be read')
    response.writeHead(500, { 'content-length': 0 }).end()
  }
}

function observe(metrics: Metrics, request: IncomingMessage, response: ServerResponse): void {
  const route = routeClass(request.url)
  const method = METHODS.has(request.method ?? '') ? (request.method ?? '') : 'other'
  const since = process.hrtime.bigint()
  response.once('close', () => {
    // Whoever hung up before the end got no status; nginx calls that 499 as well.
    const status = response.writableFinished ? response.statusCode : 499
    metrics.answered({ route, method, status, seconds: Number(process.hrtime.bigint() - since) / 1e9 })
  })
}

/**
 * Counts what `next` answers, and answers `/metrics` itself to whoever shows `METRICS_TOKEN`. Without that setting
 * there is no such path here.
 */
export function withMetrics(metrics: Metrics, env: Env, next: RequestListener): RequestListener {
  return (request, response) => {
    observe(metrics, request, response)
    const { metricsToken } = env
    if (metricsToken === undefined || routeClass(request.url) !== 'metrics') {
      next(request, response)
      return
    }
    if (showsToken(request, metricsToken)) void answer(metrics, request, response)
    else response.writeHead(401, { 'www-authenticate': 'Bearer', 'content-length': 0 }).end()
  }
}

/**
 * Answers `/metrics` on `METRICS_PORT` of the loopback address, to every program of this machine. Nothing without
 * that setting.
 * @returns closes it
 * @throws {Error} when the port is taken
 */
export async function listenForScrapes(metrics: Metrics, env: Env): Promise<() => void> {
  const { metricsPort } = env
  if (metricsPort === undefined) return () => undefined
  const server = createServer((request, response) => {
    if (routeClass(request.url) === 'metrics') void answer(metrics, request, response)
    else response.writeHead(404, { 'content-length': 0 }).end()
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', () =>
      reject(new Error(`The setting METRICS_PORT is not usable: port ${metricsPort} is taken`)),
    )
    server.listen(metricsPort, LOOPBACK, resolve)
  })
  return () => {
    server.close()
    server.closeAllConnections()
  }
}
