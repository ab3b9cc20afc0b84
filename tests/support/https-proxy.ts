import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { request as httpRequest, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo, Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Duplex } from 'node:stream'

/** A reverse proxy as people put one in front of the server: https outside, plain http inside. */
export interface HttpsProxy {
  /** `https://localhost:…`, without a trailing slash. */
  readonly url: string
  /** Where requests go; they get 502 before. */
  target: { host: string; port: number } | null
  close(): Promise<void>
}

/** A certificate for localhost that nobody signed but itself. @throws {Error} where there is no openssl */
function selfSigned(): { key: Buffer; cert: Buffer } {
  const folder = mkdtempSync(join(tmpdir(), 'scriptorium-cert-'))
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
  const names = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1']
  const how = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2']
  try {
    execFileSync('openssl', ['req', '-x509', ...how, ...names, '-keyout', key, '-out', cert], {
      stdio: 'pipe',
    })
    return { key: readFileSync(key), cert: readFileSync(cert) }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/**
 * Opens the proxy on a free port of loopback. It appends the address it sees to `X-Forwarded-For` and passes upgrades
 * through.
 * @param names `kept` passes the Host header on; `own` sends the target's address instead, as nginx does by itself
 */
export async function openHttpsProxy(names: 'kept' | 'own' = 'kept'): Promise<HttpsProxy> {
  const sockets = new Set<Duplex>()
  let target: HttpsProxy['target'] = null

  const forward = (request: IncomingMessage) => {
    const { host, port } = target ?? { host: '127.0.0.1', port: 9 }
    const seen = request.socket.remoteAddress?.replace(/^::ffff:/, '') ?? ''
    const before = request.headers['x-forwarded-for']
    const headers: OutgoingHttpHeaders = {
      ...request.headers,
      ...(names === 'own' && { host: `${host}:${port}` }),
      'x-forwarded-for': before ? `${String(before)}, ${seen}` : seen,
      'x-forwarded-proto': 'https',
    }
    return httpRequest({ host, port, method: request.method, path: request.url, headers })
  }

  const server = createServer(selfSigned(), (request, response) => {
    const onward = forward(request)
    onward.on('response', (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
    })
    onward.on('error', () => (response.headersSent ? response.destroy() : response.writeHead(502).end()))
    request.pipe(onward)
  })
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const onward = forward(request)
    const drop = () => socket.destroy()
    socket.on('error', () => onward.destroy())
    onward.on('error', drop)
    onward.on('response', (answer) => {
      socket.end(`HTTP/1.1 ${answer.statusCode} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
      answer.resume()
    })
    onward.on('upgrade', (answer, inner, first) => {
      const lines = answer.rawHeaders.flatMap((name, at, all) =>
        at % 2 === 0 ? [`${name}: ${all[at + 1] ?? ''}`] : [],
      )
      socket.write(['HTTP/1.1 101 Switching Protocols', ...lines, '', ''].join('\r\n'))
      if (first.length > 0) socket.write(first)
      if (head.length > 0) inner.write(head)
      inner.on('error', drop).on('close', drop)
      socket.on('close', () => inner.destroy())
      inner.pipe(socket).pipe(inner)
    })
    onward.end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `https://localhost:${(server.address() as AddressInfo).port}`,
    get target() {
      return target
    },
    set target(next) {
      target = next
    },
    async close() {
      const closed = new Promise((resolve) => server.close(resolve))
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}
