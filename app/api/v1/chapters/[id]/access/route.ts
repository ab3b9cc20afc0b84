import { authorizeChapter } from '@/lib/access/authorize'
import { accessTo } from '@/lib/manuscript/chapters'
import { ok, route } from '@/app/_server/respond'

export const GET = route<{ id: string }>(async (call) => {
  const grant = await authorizeChapter(await call.viewer(), call.params.id, 'read')
  return ok(accessTo(grant))
})
