import { authorizeChapter } from '@/lib/access/authorize'
import { stateOf, stateTag } from '@/lib/manuscript/text'
import { route } from '@/app/_server/respond'

export const GET = route<{ id: string }>(async (call) => {
  const grant = await authorizeChapter(await call.viewer(), call.params.id, 'read')
  const durable = await stateOf(grant)
  const etag = stateTag(durable)
  const headers = { etag, 'cache-control': 'private, no-cache' }
  const known = (call.request.headers.get('if-none-match') ?? '').split(',').map((tag) => tag.trim())
  if (known.some((tag) => tag === etag || tag === `W/${etag}`))
    return new Response(null, { status: 304, headers })
  return new Response(durable.state as Uint8Array<ArrayBuffer>, {
    headers: { ...headers, 'content-type': 'application/octet-stream', 'x-content-type-options': 'nosniff' },
  })
})
