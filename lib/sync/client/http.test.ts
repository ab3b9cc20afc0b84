import { describe, expect, it } from 'vitest'
import { SYNC_LIMITS } from '@/lib/sync/limits'
import { syncApi } from './http'

function answering(status: number): { api: ReturnType<typeof syncApi>; asked: string[] } {
  const asked: string[] = []
  const api = syncApi('tide', (address) => {
    asked.push(String(address))
    return Promise.resolve(new Response(null, { status }))
  })
  return { api, asked }
}

describe('posting an update', () => {
  it('tells what is too large for a proxy from what may work the next time', async () => {
    const small = new Uint8Array([1])
    expect(await answering(413).api.postUpdate(small)).toEqual({ state: 'too_large' })
    expect(await answering(503).api.postUpdate(small)).toEqual({ state: 'failed' })
    expect(await answering(200).api.postUpdate(small)).toEqual({ state: 'saved' })
  })

  it('does not send what our own server would not take', async () => {
    const { api, asked } = answering(200)
    expect(await api.postUpdate(new Uint8Array(SYNC_LIMITS.httpUpdateBytes + 1))).toEqual({
      state: 'too_large',
    })
    expect(asked).toEqual([])
  })
})

describe('the text that the page asked for before its scripts ran', () => {
  it('serves the opening and nothing after it: whoever lays his words on a text anew needs it as it is now', async () => {
    const caches: (RequestCache | undefined)[] = []
    const api = syncApi('tide', (_address, init) => {
      caches.push(init?.cache)
      return Promise.resolve(new Response(new Uint8Array([0]), { headers: { etag: '"1-1"' } }))
    })
    await api.fetchState('opening')
    await api.fetchState()
    expect(caches).toEqual(['default', 'no-store'])
  })
})
