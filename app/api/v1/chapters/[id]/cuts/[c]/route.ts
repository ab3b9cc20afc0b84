import { ok, route } from '@/app/_server/respond'
import { authorizeChapter } from '@/lib/access/authorize'
import { showCut } from '@/lib/manuscript/past-cuts'

export const GET = route<{ id: string; c: string }>(async ({ params, viewer }) => {
  return ok(await showCut(await authorizeChapter(await viewer(), params.id, 'edit'), params.c))
})
