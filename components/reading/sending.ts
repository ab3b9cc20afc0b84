import type { ReadingView } from '@/lib/beta/contract.reading'
import type { Sent, Waiting } from './outbox'

/** The address of a call of a reader. */
export function addressOf(sessionId: string, path: string): string {
  return `/api/v1/beta-sessions/${sessionId}${path}`
}

/** Asks the API as the reader of this device. @returns null when the server cannot be reached */
export async function ask(
  sessionId: string,
  path: string,
  init: RequestInit = {},
): Promise<{ status: number; view: unknown } | null> {
  try {
    const response = await fetch(addressOf(sessionId, path), { cache: 'no-store', ...init })
    const view: unknown = response.status === 204 ? null : await response.json().catch(() => null)
    return { status: response.status, view }
  } catch (error) {
    if (error instanceof TypeError) return null
    throw error
  }
}

/** True when the server says that whoever asks has no place in the session, or that it is closed. */
async function isOver(sessionId: string): Promise<boolean> {
  const asked = await ask(sessionId, '/reading')
  if (!asked) return false
  if (asked.status === 401 || asked.status === 404 || asked.status === 410) return true
  return asked.status === 200 && (asked.view as ReadingView).state === 'closed'
}

/** Sends one thing that a reader did. The page may be left meanwhile. */
export async function sendWaiting(sessionId: string, { method, path, body }: Waiting): Promise<Sent> {
  const answer = await ask(sessionId, path, {
    method,
    keepalive: true,
    ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  })
  if (!answer || answer.status === 429 || answer.status >= 500) return { state: 'unreachable' }
  const { status, view } = answer
  if (status < 300) return { state: 'done', view }
  if ([401, 404, 410].includes(status) && (await isOver(sessionId))) return { state: 'ended' }
  const detail = (view as { detail?: unknown } | null)?.detail
  return { state: 'refused', detail: typeof detail === 'string' ? detail : String(status) }
}
