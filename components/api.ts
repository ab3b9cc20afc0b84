'use client'

import { text } from '@/components/text/en'

/** Why a call was refused: `message` is a sentence for people, `code` the API's own code. */
export class ApiError extends Error {
  readonly code: string
  readonly status: number

  constructor(code: string, status: number, detail: string) {
    super(detail)
    this.name = 'ApiError'
    this.code = code
    this.status = status
  }
}

/** True when somebody cancelled the call himself. */
export function isCancelled(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError'
}

/** Sends a person whose login has ended to sign in, and back here afterwards. */
function signInAgain(): void {
  const here = window.location.pathname + window.location.search
  window.location.assign(`/sign-in?next=${encodeURIComponent(here)}`)
}

function refusal(status: number, body: unknown): ApiError {
  const { code, detail } = (body ?? {}) as { code?: unknown; detail?: unknown }
  if (typeof code === 'string' && typeof detail === 'string') return new ApiError(code, status, detail)
  return new ApiError('internal', status, text.somethingWrong)
}

interface CallOptions {
  body?: unknown
  signal?: AbortSignal
  /** The call goes on after the page is left. */
  keepalive?: boolean
  /** Stay on the page at 401: for pages of signed-out people. */
  stay?: boolean
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/**
 * Calls `/api/v1` with the login cookie.
 * @param path after `/api/v1`, such as `/workshops/3f…`
 * @returns the view; undefined for 204
 * @throws {ApiError} with the server's sentence; at 401 the browser also goes to the sign-in page
 */
export async function call<View>(method: Method, path: string, options: CallOptions = {}): Promise<View> {
  const { body, signal, keepalive, stay } = options
  let response: Response
  try {
    response = await fetch(`/api/v1${path}`, {
      method,
      signal,
      keepalive,
      headers: body === undefined ? {} : { 'content-type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    })
  } catch (error) {
    if (isCancelled(error)) throw error
    throw new ApiError('unavailable', 0, text.offline)
  }
  if (response.status === 204) return undefined as View
  const view: unknown = await response.json().catch(() => null)
  if (response.ok) return view as View
  if (response.status === 401 && !stay) signInAgain()
  throw refusal(response.status, view)
}

/** Fetches bytes from `/api/v1`. @throws {ApiError} as `call` */
export async function fetchBytes(path: string): Promise<Uint8Array> {
  const response = await fetch(`/api/v1${path}`).catch(() => {
    throw new ApiError('unavailable', 0, text.offline)
  })
  if (response.ok) return new Uint8Array(await response.arrayBuffer())
  if (response.status === 401) signInAgain()
  throw refusal(response.status, await response.json().catch(() => null))
}

/** A fetcher for SWR: the key is the path. */
export function fetchView<View>(path: string): Promise<View> {
  return call<View>('GET', path)
}

interface UploadOptions {
  /** 0 to 1 while the file is sent; 1 = the server works on it. */
  onProgress: (sent: number) => void
  signal: AbortSignal
}

/**
 * Sends one file as the multipart field `file`, with progress, which `fetch` cannot tell.
 * @throws {ApiError} as `call`; an `AbortError` when cancelled
 */
export function upload<View>(path: string, file: File, { onProgress, signal }: UploadOptions): Promise<View> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    const form = new FormData()
    form.set('file', file)
    request.open('POST', `/api/v1${path}`)
    request.responseType = 'json'
    request.upload.onprogress = (event) => onProgress(event.lengthComputable ? event.loaded / event.total : 0)
    request.upload.onload = () => onProgress(1)
    request.onerror = () => reject(new ApiError('unavailable', 0, text.offline))
    request.onabort = () => reject(new DOMException(text.importing.cancelled, 'AbortError'))
    request.onload = () => {
      if (request.status >= 200 && request.status < 300) return resolve(request.response as View)
      if (request.status === 401) signInAgain()
      reject(refusal(request.status, request.response))
    }
    signal.addEventListener('abort', () => request.abort(), { once: true })
    request.send(form)
  })
}
