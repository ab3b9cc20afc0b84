import { authorizeChapter } from '@/lib/access/authorize'
import { compressedState, stateOf, stateTag, type StateCoding } from '@/lib/manuscript/text'
import { route } from '@/app/_server/respond'

/** Smaller states are not worth compressing: they fit into one packet. */
const COMPRESSED_FROM_BYTES = 1_024

export const GET = route<{ id: string }>(async (call) => {
  const grant = await authorizeChapter(await call.viewer(), call.params.id, 'read')
  const durable = await stateOf(grant)
  const coding = codingFor(call.request.headers, durable.state)
  const headers = {
    etag: stateTag(durable, coding),
    vary: 'accept-encoding',
    // No browser keeps it: what a device has of a chapter goes with its person's sign-out.
    'cache-control': 'private, no-store',
  }
  const tags = [stateTag(durable), stateTag(durable, 'gzip')]
  const known = (call.request.headers.get('if-none-match') ?? '')
    .split(',')
    .map((tag) => tag.trim().replace(/^W\//, ''))
  if (known.some((tag) => tags.includes(tag))) return new Response(null, { status: 304, headers })
  const body = coding === 'gzip' ? await compressedState(durable.state) : durable.state
  return new Response(body as Uint8Array<ArrayBuffer>, {
    headers: {
      ...headers,
      // The server calls it `content-encoding`, which Next would drop.
      ...(coding === 'gzip' ? { 'x-scriptorium-coding': coding } : {}),
      'content-type': 'application/octet-stream',
      'x-content-type-options': 'nosniff',
    },
  })
})

/** Compressed for whoever says that they take it (RFC 9110, 12.5.3), unless there is little to gain. */
function codingFor(headers: Headers, state: Uint8Array): StateCoding {
  if (state.byteLength < COMPRESSED_FROM_BYTES) return 'identity'
  const offers = (headers.get('accept-encoding') ?? '').toLowerCase().split(',')
  const takesIt = offers.some((offer) => {
    const [name, ...parameters] = offer.split(';').map((part) => part.trim())
    return name === 'gzip' && !parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter))
  })
  return takesIt ? 'gzip' : 'identity'
}
