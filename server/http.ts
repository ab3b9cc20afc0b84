import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Env } from '@/lib/env'
import { log } from '@/lib/log'
import { clientAddress } from './address'

type NextHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>

/** Headers only this server may set: a copy that came in from outside is removed. Server actions there are none. */
const OURS = [
  'x-scriptorium-address',
  'x-scriptorium-nonce',
  'x-middleware-subrequest',
  'content-security-policy',
  'next-action',
] as const

/**
 * Where a request may load things from: itself. Scripts need the nonce of this very answer; styles may be inline,
 * because the editor and the margin place things by style attributes.
 */
function contentSecurityPolicy(nonce: string, development: boolean): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ''}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')
}

/** Pages whose very address is a secret: what they load and where they lead is told nothing of it. */
const SECRET_ADDRESS = /^\/beta\//

function secure(request: IncomingMessage, response: ServerResponse, development: boolean): void {
  const nonce = randomBytes(16).toString('base64')
  const policy = contentSecurityPolicy(nonce, development)
  request.headers['content-security-policy'] = policy
  request.headers['x-scriptorium-nonce'] = nonce
  response.setHeader('content-security-policy', policy)
  response.setHeader('x-content-type-options', 'nosniff')
  response.setHeader(
    'referrer-policy',
    SECRET_ADDRESS.test(request.url ?? '') ? 'no-referrer' : 'same-origin',
  )
  response.setHeader('cross-origin-opener-policy', 'same-origin')
  response.setHeader('permissions-policy', 'camera=(), microphone=(), geolocation=(), interest-cohort=()')
}

/**
 * The name a page was opened under, null when only a proxy knows it: many send on their own name for us (nginx does
 * unless told otherwise), and to move such a page would move it for ever. A lie here moves the liar alone.
 */
function nameOf({ headers }: IncomingMessage): string | null {
  const forwarded = headers['x-forwarded-host']
  if (forwarded) return String(forwarded).split(',')[0]?.trim() ?? null
  const byProxy = headers['x-forwarded-for'] ?? headers.forwarded ?? headers.via
  return byProxy ? null : (headers.host ?? null)
}

/** Pages opened under another name would set their cookies there, so they move to the one that was configured. */
function movedTo(request: IncomingMessage, env: Env): string | null {
  const host = nameOf(request)
  if (!env.baseUrlGiven || !host || host === new URL(env.baseUrl).host) return null
  if (request.method !== 'GET' && request.method !== 'HEAD') return null
  if (request.url?.startsWith('/api/')) return null
  if (request.headers['sec-fetch-dest'] !== 'document' && !request.headers.accept?.includes('text/html'))
    return null
  return env.baseUrl + (request.url ?? '/')
}

/** How many hosts the request names. Node shows us the first, and a proxy may have judged by another. */
function namesHosts({ rawHeaders }: IncomingMessage): number {
  return rawHeaders.filter((name, index) => index % 2 === 0 && name.toLowerCase() === 'host').length
}

/** A path of this server that decodes; Next answers 500 to one that does not. */
function isPath(target: string | undefined): target is string {
  if (!target?.startsWith('/') || target.startsWith('//')) return false
  try {
    decodeURIComponent(target.split('?', 1)[0] ?? '')
    return true
  } catch (error) {
    if (error instanceof URIError) return false
    throw error
  }
}

/** By which a route says that it has compressed its answer: Next drops `content-encoding` from what routes answer. */
const CODING = 'x-scriptorium-coding'

/** Says how an answer is compressed where Next could not. */
function nameCoding(response: ServerResponse): void {
  const set = response.setHeader.bind(response)
  response.setHeader = (name, value) =>
    name.toLowerCase() === CODING ? set('content-encoding', String(value)) : set(name, value)
}

/**
 * Wraps Next's handler: says where the client really is, sends strange names home, and puts the security headers
 * on every answer. Absolute-form and broken targets and repeated Host headers are closed before Next sees them.
 */
export function requestListener(next: NextHandler, env: Env, development: boolean) {
  return (request: IncomingMessage, response: ServerResponse): void => {
    for (const name of OURS) delete request.headers[name]
    request.headers['x-scriptorium-address'] = clientAddress(request, env.trustProxy)
    if (!isPath(request.url) || namesHosts(request) !== 1) {
      response.writeHead(400, { 'content-type': 'text/plain', connection: 'close' }).end('Bad request\n')
      return
    }
    const elsewhere = movedTo(request, env)
    if (elsewhere) {
      response.writeHead(307, { location: elsewhere, 'cache-control': 'no-store' }).end()
      return
    }
    secure(request, response, development)
    nameCoding(response)
    next(request, response).catch((error: unknown) => {
      log().error({ kind: (error as Error).name }, 'a request could not be answered')
      response.destroy()
    })
  }
}
