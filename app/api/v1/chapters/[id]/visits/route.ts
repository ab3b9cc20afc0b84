import { authorizeChapter } from '@/lib/access/authorize'
import { markVisited } from '@/lib/manuscript/chapters'
import { readNewNotes } from '@/lib/notify/notices'
import { ok, route } from '@/app/_server/respond'

export const POST = route<{ id: string }>(async (call) => {
  const grant = await authorizeChapter(await call.viewer(), call.params.id, 'read')
  const [visit] = await Promise.all([markVisited(grant), readNewNotes(grant.viewer, grant.chapterId)])
  return ok(visit)
})
