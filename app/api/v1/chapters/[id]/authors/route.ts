import { ok, route } from '@/app/_server/respond'
import { authorizeChapter } from '@/lib/access/authorize'
import { authorsOf } from '@/lib/manuscript/past-authors'

export const GET = route<{ id: string }>(async ({ params, viewer }) => {
  return ok(await authorsOf(await authorizeChapter(await viewer(), params.id, 'edit')))
})
