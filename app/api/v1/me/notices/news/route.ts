import { NewsQuery } from '@/lib/notify/contract'
import { newsFor } from '@/lib/notify/news'
import { ok, route } from '@/app/_server/respond'

export const GET = route(async (call) => {
  const viewer = await call.viewer()
  return ok(await newsFor(viewer, { ...call.query(NewsQuery), signal: call.request.signal }))
})
