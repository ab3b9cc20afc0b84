import { ok, route } from '@/app/_server/respond'
import { authorizeChapter } from '@/lib/access/authorize'
import { restoreVersion } from '@/lib/manuscript/versions-restoring'

export const POST = route<{ id: string; v: string }>(async ({ params, viewer }) => {
  return ok(await restoreVersion(await authorizeChapter(await viewer(), params.id, 'edit'), params.v))
})
