import { NoticesRead } from '@/lib/notify/contract'
import { readNotices } from '@/lib/notify/notices'
import { ok, route } from '@/app/_server/respond'

export const POST = route(async (call) => {
  const viewer = await call.viewer()
  return ok(await readNotices(viewer, await call.body(NoticesRead)))
})
