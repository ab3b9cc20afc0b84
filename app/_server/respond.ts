import 'server-only'
import { parseCookie } from 'cookie'
import type { z } from 'zod'
import { authorizeReader, carriesReader } from '@/lib/access/authorize-reader'
import type { ReaderGrant, ReaderVerb, Viewer } from '@/lib/access/contract'
import { loginCookieName } from '@/lib/accounts/login-cookie'
import { admitWrite } from '@/lib/accounts/rates'
import { bearerOf, viewerOf } from '@/lib/accounts/viewer'
import { env } from '@/lib/env'
import { AppError, HTTP_STATUS, isAppError, type ErrorCode } from '@/lib/errors'
import { log } from '@/lib/log'
import { readBytes } from './bodies'

/** Largest JSON body in bytes. */
export const JSON_LIMIT = 1024 * 1024

const NO_STORE = 'private, no-store'

const TITLES: Record<ErrorCode, string> = {
  invalid: 'Not valid',
  unauthenticated: 'Sign in first',
  forbidden: 'Not allowed',
  not_found: 'Not found',
  conflict: 'Conflict',
  gone: 'No longer there',
  too_large: 'Too large',
  unsupported: 'Not supported',
  quote_not_found: 'Quote not found',
  quote_ambiguous: 'Quote stands more than once',
  too_many: 'Too many requests',
  internal: 'Something went wrong',
  unavailable: 'Not available now',
}

/** One request on its way through a route handler. */
export interface Call<P> {
  request: Request
  /** The dynamic segments, each 1 to 128 characters of letters, digits, `-` and `_`. */
  params: P
  /** Address of the client as the server found it; `unknown` when no server of ours stands in front. */
  address: string
  /** @throws {AppError} `unauthenticated` for nobody, `too_many` after 600 writes in a minute */
  viewer: () => Promise<Viewer>
  /** As `viewer`, but null for nobody. */
  maybeViewer: () => Promise<Viewer | null>
  /** The right of a beta reader. @throws {AppError} as `authorizeReader`, `too_many` after 600 writes in a minute */
  reader: <V extends ReaderVerb>(sessionId: string, verb: V) => Promise<ReaderGrant<V>>
  /** The JSON body. An empty body counts as `{}`. @throws {AppError} `invalid` naming the field, `too_large` */
  body: <S extends z.ZodType>(schema: S) => Promise<z.infer<S>>
  /** The fields of a plain HTML form. @throws {AppError} as `body` */
  form: <S extends z.ZodType>(schema: S) => Promise<z.infer<S>>
  /** The query parameters. @throws {AppError} `invalid` naming the parameter */
  query: <S extends z.ZodType>(schema: S) => z.infer<S>
}

/** 200 with the view. */
export function ok(view: unknown, headers?: Record<string, string>): Response {
  return Response.json(view, { headers: { 'cache-control': NO_STORE, ...headers } })
}

/** 201 with the view of what was made. */
export function created(view: unknown): Response {
  return Response.json(view, { status: 201, headers: { 'cache-control': NO_STORE } })
}

/** 303: where a browser goes after it has sent a form. @param path of this server */
export function seeOther(path: string): Response {
  return new Response(null, { status: 303, headers: { location: path, 'cache-control': NO_STORE } })
}

/** 204. */
export function noContent(): Response {
  return new Response(null, { status: 204, headers: { 'cache-control': NO_STORE } })
}

/**
 * 200 with a file. `nosniff` and `sandbox` keep a browser from running anything in it.
 * @param disposition the `Content-Disposition` header, see `attachment`
 */
export function file(bytes: Uint8Array, contentType: string, disposition = 'attachment'): Response {
  return new Response(bytes as Uint8Array<ArrayBuffer>, {
    headers: {
      'content-type': contentType,
      'content-disposition': disposition,
      'content-length': String(bytes.byteLength),
      'x-content-type-options': 'nosniff',
      'cache-control': NO_STORE,
    },
  })
}

/**
 * 200 with a file that is written while it is sent. A failure on the way ends the connection: what came is no whole file.
 * @param pieces read one by one as the client takes them, and ended when it goes away
 */
export function fileInPieces(
  pieces: AsyncIterable<string>,
  contentType: string,
  disposition: string,
): Response {
  const reading = pieces[Symbol.asyncIterator]()
  const encoder = new TextEncoder()
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await reading.next()
        if (done) controller.close()
        else controller.enqueue(encoder.encode(value))
      } catch (error) {
        log().error(trace(error), 'A file could not be written to its end')
        controller.error(error)
      }
    },
    async cancel() {
      await reading.return?.()
    },
  })
  return new Response(body, {
    headers: {
      'content-type': contentType,
      'content-disposition': disposition,
      'x-content-type-options': 'nosniff',
      'cache-control': NO_STORE,
    },
  })
}

/** A `Content-Disposition` that saves the file under `name`, any Unicode (RFC 6266, RFC 8187). */
export function attachment(name: string): string {
  const plain = name.normalize('NFKD').replace(/[^\w .()-]/g, '') || 'file'
  const coded = encodeURIComponent(name.replace(/\p{Cs}/gu, '\ufffd')).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16)}`,
  )
  return `attachment; filename="${plain}"; filename*=UTF-8''${coded}`
}

/** An error as `application/problem+json`. */
export function problem(code: ErrorCode, detail: string): Response {
  const status = HTTP_STATUS[code]
  return Response.json(
    { code, title: TITLES[code], status, detail },
    { status, headers: { 'content-type': 'application/problem+json', 'cache-control': NO_STORE } },
  )
}

/** What may be logged of an unknown error: its kind and where it arose, never its message, which may quote text. */
function trace(error: unknown): object {
  if (!(error instanceof Error)) return { kind: typeof error }
  const at = error.stack?.split('\n').filter((line) => /^\s+at /.test(line))
  return { kind: error.name, code: (error as { code?: unknown }).code, at: at?.slice(0, 12) }
}

function respondTo(error: unknown, request: Request): Response {
  if (isAppError(error)) return problem(error.code, error.message)
  log().error({ method: request.method, ...trace(error) }, 'A request failed')
  return problem('internal', 'Something went wrong on the server. What was saved before is safe; try again.')
}

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Keeps other sites from writing in somebody's name: a write must come from our own origin, unless it carries a
 * bearer token, which no browser adds by itself. Without a login cookie a missing `Origin` is a script's.
 */
function refuseForeign(
  request: Request,
  cookies: Record<string, string | undefined>,
  fromSilentPage: boolean,
): void {
  if (SAFE.has(request.method) || bearerOf(request.headers.get('authorization')) !== null) return
  const origin = request.headers.get('origin')
  // Without TLS no browser says more. A form of another site comes without our cookies then, which are `SameSite`.
  if (fromSilentPage && origin === 'null' && request.headers.get('sec-fetch-site') === null) return
  const signedIn = cookies[loginCookieName()] !== undefined || carriesReader(cookies)
  const foreign = origin === null ? signedIn : !isOurs(origin, request)
  if (foreign)
    throw new AppError(
      'forbidden',
      `This request did not come from ${env().baseUrl}, so nothing was changed.`,
    )
}

/** Without BASE_URL the server answers under any name, and then ours is the one the request was sent to. */
function isOurs(origin: string, request: Request): boolean {
  // A form of a page that sends no referrer names no origin, but no page can make a browser lie about this.
  if (origin === 'null') return request.headers.get('sec-fetch-site') === 'same-origin'
  const { baseUrl, baseUrlGiven } = env()
  if (origin === new URL(baseUrl).origin) return true
  return !baseUrlGiven && URL.canParse(origin) && new URL(origin).host === request.headers.get('host')
}

/** `value` by the schema. @throws {AppError} `invalid` naming the first field that is not right */
export function parse<S extends z.ZodType>(schema: S, value: unknown): z.infer<S> {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  const field = issue?.path.join('.')
  const reason = issue?.message ?? 'not valid'
  throw new AppError('invalid', field ? `${field}: ${reason}` : reason)
}

async function json(request: Request): Promise<unknown> {
  const bytes = await readBytes(request, JSON_LIMIT)
  if (bytes.byteLength === 0) return {}
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (error) {
    throw new AppError('invalid', 'The body is not JSON in UTF-8.', { cause: error })
  }
}

/** Largest plain form in bytes. */
const FORM_LIMIT = 16 * 1024

async function fields(request: Request): Promise<Record<string, string>> {
  const bytes = await readBytes(request, FORM_LIMIT)
  return Object.fromEntries(new URLSearchParams(new TextDecoder().decode(bytes)))
}

function refuseOddSegments(params: object): void {
  for (const value of Object.values(params))
    if (typeof value !== 'string' || !/^[\w-]{1,128}$/.test(value))
      throw new AppError('not_found', 'There is nothing at this address.')
}

function open<P extends object>(request: Request, params: P, fromSilentPage: boolean): Call<P> {
  const cookies = parseCookie(request.headers.get('cookie') ?? '')
  refuseForeign(request, cookies, fromSilentPage)
  let asked: Promise<Viewer | null> | undefined
  const maybeViewer = () => (asked ??= viewerOnce())
  const credentials = { cookies, authorization: request.headers.get('authorization') }
  async function viewerOnce(): Promise<Viewer | null> {
    const viewer = await viewerOf(credentials)
    if (viewer && !SAFE.has(request.method)) await admitWrite(viewer.login.id)
    return viewer
  }
  return {
    request,
    params,
    address: request.headers.get('x-scriptorium-address') ?? 'unknown',
    maybeViewer,
    async viewer() {
      const viewer = await maybeViewer()
      if (!viewer) throw new AppError('unauthenticated', 'Sign in, or send a valid access token.')
      return viewer
    },
    async reader(sessionId, verb) {
      const grant = await authorizeReader(credentials, sessionId, verb)
      if (!SAFE.has(request.method)) await admitWrite(grant.readerId)
      return grant
    },
    body: async (schema) => parse(schema, await json(request)),
    form: async (schema) => parse(schema, await fields(request)),
    query: (schema) => parse(schema, Object.fromEntries(new URL(request.url).searchParams)),
  }
}

/**
 * Wraps a route handler: refuses writes from other sites, turns errors into `application/problem+json` and logs
 * unknown ones without text. The handler parses, authorizes, calls one lib function and renders its view.
 * @param from `silent page`: a form on a page with `Referrer-Policy: no-referrer` sends it, so no origin is named
 */
export function route<P extends object = object>(
  handler: (call: Call<P>) => Promise<Response>,
  from?: 'silent page',
) {
  return async (request: Request, context: { params: Promise<P> }): Promise<Response> => {
    try {
      const params = (await context.params) ?? ({} as P)
      refuseOddSegments(params)
      return await handler(open(request, params, from === 'silent page'))
    } catch (error) {
      return respondTo(error, request)
    }
  }
}
