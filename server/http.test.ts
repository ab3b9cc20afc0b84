import { createServer, request as httpRequest, type IncomingHttpHeaders, type Server } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterEach, describe, expect, it } from 'vitest'
import { parseEnv } from '@/lib/env'
import { requestListener } from './http'

/** What Next was given; absent when the request never reached it. */
interface Reached {
  url: string | undefined
  headers: IncomingHttpHeaders
}

let server: Server | null = null
let reached: Reached[] = []

/** Listens with these settings in front of a Next that writes down what it is given. */
async function listen(settings: Record<string, string> = {}): Promise<number> {
  const env = parseEnv({ DATA_DIR: '/nowhere', ...settings })
  const handler = requestListener(
    (request, response) => {
      reached.push({ url: request.url, headers: { ...request.headers } })
      response.end('a page')
      return Promise.resolve()
    },
    env,
    false,
  )
  server = createServer(handler)
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}

afterEach(async () => {
  server?.closeAllConnections()
  await new Promise((resolve) => (server ? server.close(resolve) : resolve(null)))
  server = null
  reached = []
})

async function ask(
  port: number,
  path: string,
  more: { method?: string; headers?: Record<string, string> } = {},
) {
  const request = httpRequest({ host: '127.0.0.1', port, path, ...more })
  request.end()
  const response = await new Promise<import('node:http').IncomingMessage>((resolve, reject) => {
    request.once('response', resolve)
    request.once('error', reject)
  })
  return { status: response.statusCode, headers: response.headers, body: await text(response) }
}

/** Sends these very lines and answers the first line of what comes back. */
async function say(port: number, ...lines: string[]): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  socket.end([...lines, '', ''].join('\r\n'))
  return (await text(socket)).split('\r\n')[0] ?? ''
}

const nonceIn = (policy: unknown) => /'nonce-([^']+)'/.exec(String(policy))?.[1] ?? ''

describe('every answer', () => {
  it('has a nonce of its own, the one that Next was told', async () => {
    const port = await listen()
    const nonces = []
    for (let time = 0; time < 3; time++) {
      const { headers } = await ask(port, '/')
      const nonce = nonceIn(headers['content-security-policy'])
      expect(nonce).toMatch(/^[A-Za-z0-9+/]{22}==$/)
      expect(reached[time]?.headers['x-scriptorium-nonce']).toBe(nonce)
      expect(reached[time]?.headers['content-security-policy']).toBe(headers['content-security-policy'])
      nonces.push(nonce)
    }
    expect(new Set(nonces).size).toBe(3)
  })

  it('lets nothing run, frame or be fetched that is not ours', async () => {
    const { headers } = await ask(await listen(), '/')
    const policy = String(headers['content-security-policy'])
    for (const rule of [
      "default-src 'self'",
      "object-src 'none'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ])
      expect(policy).toContain(rule)
    expect(/script-src [^;]*/.exec(policy)?.[0]).not.toContain('unsafe')
    expect(headers).toMatchObject({
      ...{ 'x-content-type-options': 'nosniff', 'referrer-policy': 'same-origin' },
      'cross-origin-opener-policy': 'same-origin',
    })
  })
})

describe('what a request claims of itself', () => {
  it('is removed where only this server may say it', async () => {
    const port = await listen()
    await ask(port, '/', {
      headers: {
        ...{ 'X-Scriptorium-Address': '203.0.113.9', 'x-scriptorium-nonce': 'mine' },
        ...{ 'X-Middleware-Subrequest': 'middleware', 'Content-Security-Policy': "script-src 'nonce-mine'" },
        ...{ 'X-Forwarded-For': '203.0.113.9', 'Next-Action': 'a'.repeat(42) },
      },
    })
    const [request] = reached
    expect(request?.headers['x-scriptorium-address']).toBe('127.0.0.1')
    expect(request?.headers['x-middleware-subrequest']).toBeUndefined()
    expect(request?.headers['next-action']).toBeUndefined()
    expect(JSON.stringify(request?.headers)).not.toContain('mine')
  })

  it('is believed of its address only as far as proxies are trusted', async () => {
    const port = await listen({ TRUST_PROXY: '1' })
    await ask(port, '/', {
      headers: { 'x-forwarded-for': '1.2.3.4, 203.0.113.9', 'x-scriptorium-address': '1.2.3.4' },
    })
    expect(reached[0]?.headers['x-scriptorium-address']).toBe('203.0.113.9')
  })

  it.each([
    ['an absolute target', ['GET http://evil.example/ HTTP/1.1', 'Host: 127.0.0.1']],
    ['a target of another protocol', ['GET //evil.example/ HTTP/1.1', 'Host: 127.0.0.1']],
    ['a path that does not decode', ['GET /chapters/%ff HTTP/1.1', 'Host: 127.0.0.1']],
    ['a broken escape', ['GET /api/v1/chapters/%zz HTTP/1.1', 'Host: 127.0.0.1']],
    ['a star', ['OPTIONS * HTTP/1.1', 'Host: 127.0.0.1']],
    ['two hosts', ['GET / HTTP/1.1', 'Host: 127.0.0.1', 'Host: evil.example']],
    ['no host', ['GET / HTTP/1.1']],
  ])('is refused with 400 when it names %s, before Next sees it', async (_, lines) => {
    expect(await say(await listen(), ...lines, 'Connection: close')).toMatch(/^HTTP\/1\.1 400 /)
    expect(reached).toEqual([])
  })

  it('is taken when it names one host and a path', async () => {
    const answer = await say(await listen(), 'GET / HTTP/1.1', 'Host: 127.0.0.1', 'Connection: close')
    expect(answer).toBe('HTTP/1.1 200 OK')
  })
})

describe('a page opened under another name', () => {
  const settings = { BASE_URL: 'https://writers.example' }
  const elsewhere = { host: '192.168.1.7:3000', accept: 'text/html,*/*' }

  it('moves to the name that was configured, with its path', async () => {
    const port = await listen(settings)
    const { status, headers } = await ask(port, '/manuscripts/a?b=c', { headers: elsewhere })
    expect([status, headers.location]).toEqual([307, 'https://writers.example/manuscripts/a?b=c'])
    expect(headers['cache-control']).toBe('no-store')
    expect(reached).toEqual([])
  })

  it.each([
    ['the API is called', '/api/v1/workshops', {}],
    ['it is no page', '/icon.svg', { headers: { ...elsewhere, accept: 'image/*' } }],
    ['something is sent', '/sign-in', { method: 'POST' }],
    ['the name is the right one', '/', { headers: { ...elsewhere, host: 'writers.example' } }],
  ])('stays when %s', async (_, path, more) => {
    const port = await listen(settings)
    expect((await ask(port, path, { headers: elsewhere, ...more })).status).toBe(200)
    expect(reached).toHaveLength(1)
  })

  it('stays when a proxy calls us by a name of its own, or nobody could ever open it', async () => {
    const port = await listen(settings)
    const proxied = { ...elsewhere, host: '127.0.0.1:3000' }
    for (const sign of ['x-forwarded-for', 'via', 'forwarded'])
      expect((await ask(port, '/', { headers: { ...proxied, [sign]: '203.0.113.9' } })).status).toBe(200)
  })

  it('is judged by the name that a proxy says it was opened under', async () => {
    const port = await listen(settings)
    const under = (name: string) =>
      ask(port, '/', { headers: { ...elsewhere, 'x-forwarded-host': name, 'x-forwarded-for': '10.0.0.1' } })
    expect((await under('writers.example')).status).toBe(200)
    expect((await under('www.writers.example')).headers.location).toBe('https://writers.example/')
  })

  it('stays under any name when none was configured', async () => {
    const port = await listen()
    expect((await ask(port, '/', { headers: elsewhere })).status).toBe(200)
  })

  it('tells nobody the address of a page whose address is a secret', async () => {
    const port = await listen()
    const policyOf = async (path: string) => (await ask(port, path)).headers['referrer-policy']
    expect(await policyOf('/beta/a-secret')).toBe('no-referrer')
    expect(await policyOf('/beta/a-secret/join')).toBe('no-referrer')
    expect(await policyOf('/beta-like')).toBe('same-origin')
  })
})
