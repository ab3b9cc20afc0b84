import { createServer, request as httpRequest, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterEach, describe, expect, it } from 'vitest'
import { parseEnv } from '@/lib/env'
import { openMemoryLog } from '@/lib/sync/memory-log'
import { openMetrics } from './metrics'
import { listenForScrapes, routeClass, withMetrics } from './metrics-http'

const TOKEN = 'a-token-of-the-watching-machine'
let closing: (() => void)[] = []

afterEach(() => {
  for (const close of closing) close()
  closing = []
})

async function portOf(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing.push(() => server.close())
  return (server.address() as AddressInfo).port
}

async function ask(port: number, path: string, authorization?: string, method = 'GET') {
  const request = httpRequest({
    ...{ host: '127.0.0.1', port, path, method, agent: false },
    headers: authorization ? { authorization } : {},
  })
  request.end()
  const response = await new Promise<import('node:http').IncomingMessage>((resolve, reject) => {
    request.once('response', resolve)
    request.once('error', reject)
  })
  return { status: response.statusCode, headers: response.headers, body: await text(response) }
}

/** A server whose pages answer 200, and 404 for what is not there. */
async function watched(settings: Record<string, string>, metrics = openMetrics()): Promise<number> {
  const env = parseEnv({ DATA_DIR: '/nowhere', ...settings })
  const next = withMetrics(metrics, env, (request, response) => {
    response.writeHead(request.url === '/metrics' ? 404 : 200).end('The ferry left at six.')
  })
  return portOf(createServer(next))
}

describe('/metrics', () => {
  it('is not there unless a token is set', async () => {
    expect((await ask(await watched({}), '/metrics', `Bearer ${TOKEN}`)).status).toBe(404)
  })

  it.each([[undefined], ['Bearer another'], [TOKEN], [`Basic ${TOKEN}`], ['Bearer ']])(
    'is refused to %s',
    async (shown) => {
      const answer = await ask(await watched({ METRICS_TOKEN: TOKEN }), '/metrics', shown)
      expect([answer.status, answer.body]).toEqual([401, ''])
    },
  )

  it('takes no other method than reading', async () => {
    const port = await watched({ METRICS_TOKEN: TOKEN })
    expect((await ask(port, '/metrics', `Bearer ${TOKEN}`, 'POST')).status).toBe(405)
    expect(await ask(port, '/metrics', `Bearer ${TOKEN}`, 'HEAD')).toMatchObject({ status: 200, body: '' })
  })

  it('has the figures of known traffic, and no text, token or id in them', async () => {
    const metrics = openMetrics()
    const ids = { docId: 'ferry0docid0000000000', userId: 'mara0userid0000000000' }
    metrics.readRooms(() => ({
      ...{ rooms: 2, awake: 1, connections: 7, loaded_bytes: 4_096, commits: 5 },
      ...{ refused_read_only: 3, refused_malformed: 1 },
    }))
    const stored = openMemoryLog()
    stored.create(ids.docId)
    const log = metrics.measured({
      ...stored,
      append: (docId, entries) =>
        docId === 'nowhere' ? Promise.reject(new Error('the disk is full')) : stored.append(docId, entries),
    })
    const entry = { bytes: Uint8Array.of(0, 0), authorId: ids.userId, bindings: [] }
    await log.append(ids.docId, [entry])
    await expect(log.append('nowhere', [entry])).rejects.toThrow()
    metrics.upgraded(101)
    metrics.upgraded(404)
    const port = await watched({ METRICS_TOKEN: TOKEN }, metrics)
    await ask(port, `/api/v1/chapters/${ids.docId}?token=${TOKEN}`)
    await ask(port, `/manuscripts/${ids.docId}`)
    const { status, headers, body } = await ask(port, '/metrics', `Bearer ${TOKEN}`)
    expect(status).toBe(200)
    expect(headers['content-type']).toContain('text/plain; version=0.0.4')
    expect(headers['cache-control']).toBe('no-store')
    for (const line of [
      'scriptorium_rooms 2',
      'scriptorium_awake 1',
      'scriptorium_connections 7',
      'scriptorium_loaded_bytes 4096',
      'scriptorium_sync_events_total{event="commits"} 5',
      'scriptorium_refusals_total{reason="read_only"} 3',
      'scriptorium_refusals_total{reason="malformed"} 1',
      'scriptorium_commit_seconds_count{outcome="durable"} 1',
      'scriptorium_commit_seconds_count{outcome="failed"} 1',
      'scriptorium_sync_handshakes_total{status="101"} 1',
      'scriptorium_sync_handshakes_total{status="404"} 1',
      'scriptorium_http_seconds_count{route="api",method="GET",status="200"} 1',
      'scriptorium_http_seconds_count{route="page",method="GET",status="200"} 1',
    ])
      expect(body.split('\n')).toContain(line)
    expect(body).toMatch(/^nodejs_eventloop_lag_seconds /m)
    expect(body).toMatch(/^process_resident_memory_bytes /m)
    for (const secret of [TOKEN, ids.docId, ids.userId, 'ferry', 'chapters'])
      expect(body).not.toContain(secret)
  })

  it('counts the same after a second scrape: nothing is added by looking', async () => {
    const metrics = openMetrics()
    metrics.readRooms(() => ({ refused_gap: 2 }))
    await metrics.scrape()
    expect((await metrics.scrape()).body).toContain('scriptorium_refusals_total{reason="gap"} 2')
  })
})

describe('a port for scrapes', () => {
  it('answers every program of this machine, and nothing but figures', async () => {
    const free = createServer()
    const port = await portOf(free)
    await new Promise((resolve) => free.close(resolve))
    closing = []
    const env = parseEnv({ METRICS_PORT: String(port) })
    closing.push(await listenForScrapes(openMetrics(), env))
    expect((await ask(port, '/metrics')).status).toBe(200)
    expect((await ask(port, '/')).status).toBe(404)
    await expect(listenForScrapes(openMetrics(), env)).rejects.toThrow('METRICS_PORT')
  })
})

describe('the class of a path', () => {
  it.each([
    ['/', 'page'],
    ['/chapters/3fq0?x=/api/', 'page'],
    ['/api/v1/threads/3fq0', 'api'],
    ['/api/health', 'health'],
    ['/api/auth/csrf', 'auth'],
    ['/_next/static/chunk.js', 'static'],
    ['/icon.svg', 'static'],
    ['*', 'other'],
    [undefined, 'other'],
  ])('of %s is %s', (path, route) => {
    expect(routeClass(path)).toBe(route)
  })
})
