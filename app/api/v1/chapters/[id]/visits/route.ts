import { authorizeChapter } from '@/lib/access/authorize'
import { markVisited } from '@/lib/manuscript/chapters'
import { ok, route } from '@/app/_server/respond'

export const POST = route<{ id: string }>(async (call) => {
  const grant = await authorizeChapter(await call.viewer(), call.params.id, 'read')
  return ok(await markVisited(grant))
})
