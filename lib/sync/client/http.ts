import type { RefusalClass } from '@/lib/sync/contract'
import { SYNC_LIMITS } from '@/lib/sync/limits'
import type { PostAnswer } from './posting'
import type { AccessAnswer } from './provider'

/** A chapter's durable state as the API gives it. */
export type FetchedState =
  | { state: 'fetched'; epoch: number; seq: number; update: Uint8Array }
  | { state: Exclude<AccessAnswer, 'allowed'> }

/** The calls of the API that syncing needs. None of them rejects: no network is an answer. */
export interface SyncApi {
  access(): Promise<AccessAnswer>
  /** @param opening takes what the page asked for before its scripts ran; else the answer is as new as can be */
  fetchState(opening?: 'opening'): Promise<FetchedState>
  postUpdate(update: Uint8Array): Promise<PostAnswer>
}

const addressOf = (chapterId: string) => `/api/v1/chapters/${encodeURIComponent(chapterId)}`

/** Where `fetchState` gets the text from, so that a page can ask for it before its scripts are there. */
export const stateAddress = (chapterId: string) => `${addressOf(chapterId)}/state`

/** How a refusal stands in the detail of a problem: `… was not taken (rebase: client_taken).` */
const REFUSED = /\((resync|rebase|refused): \w+\)/

/** Calls the API of the server this page came from. */
export function syncApi(chapterId: string, request: typeof fetch = fetch): SyncApi {
  const address = addressOf(chapterId)
  const call = async (path: string, init?: RequestInit): Promise<Response | null> => {
    try {
      return await request(`${address}${path}`, { credentials: 'same-origin', cache: 'no-store', ...init })
    } catch (error) {
      // fetch rejects with a TypeError when nothing answered, and with a DOMException when the page is left.
      if (error instanceof TypeError || error instanceof DOMException) return null
      throw error
    }
  }
  return {
    async access() {
      return answerOf(await call('/access'))
    },
    async fetchState(opening) {
      const response = await call('/state', opening ? { cache: 'default' } : {})
      const answer = answerOf(response)
      if (answer !== 'allowed' || response === null)
        return { state: answer === 'allowed' ? 'offline' : answer }
      const place = /(\d+)\D+(\d+)/.exec(response.headers.get('etag') ?? '')
      const update = await response.arrayBuffer().catch(() => null)
      if (!place || !update) return { state: 'offline' }
      return {
        state: 'fetched',
        epoch: Number(place[1]),
        seq: Number(place[2]),
        update: new Uint8Array(update),
      }
    },
    async postUpdate(update) {
      if (update.byteLength > SYNC_LIMITS.httpUpdateBytes) return { state: 'too_large' }
      const response = await call('/updates', {
        method: 'POST',
        headers: { 'content-type': 'application/octet-stream' },
        body: update as Uint8Array<ArrayBuffer>,
      })
      if (response?.ok) return { state: 'saved' }
      // Our own server takes what passed above; a proxy before it may take less.
      if (response?.status === 413) return { state: 'too_large' }
      if (response?.status !== 400 && response?.status !== 409) return { state: 'failed' }
      const problem: unknown = await response.json().catch(() => null)
      const detail =
        typeof problem === 'object' && problem && 'detail' in problem ? String(problem.detail) : ''
      return { state: 'refused', class: (REFUSED.exec(detail)?.[1] as RefusalClass | undefined) ?? 'refused' }
    },
  }
}

function answerOf(response: Response | null): AccessAnswer {
  switch (response?.status) {
    case 401:
      return 'signed_out'
    case 403:
    case 404:
    case 410:
      return 'gone'
    default:
      return response?.ok ? 'allowed' : 'offline'
  }
}
