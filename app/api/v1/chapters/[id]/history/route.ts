import { ok, route } from '@/app/_server/respond'
import { authorizeChapter } from '@/lib/access/authorize'
import { historyOf } from '@/lib/manuscript/past-playback'

export const GET = route<{ id: string }>(async ({ params, viewer }) => {
  return ok(await historyOf(await authorizeChapter(await viewer(), params.id, 'edit')))
})
