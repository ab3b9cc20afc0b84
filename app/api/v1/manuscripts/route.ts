import { listManuscripts } from '@/lib/manuscript/manuscripts'
import { PageQuery } from '@/lib/paging'
import { ok, route } from '@/app/_server/respond'

export const GET = route(async (call) => {
  const viewer = await call.viewer()
  return ok(await listManuscripts(viewer, call.query(PageQuery)))
})
