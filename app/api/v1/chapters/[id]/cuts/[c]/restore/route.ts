import { ok, route } from '@/app/_server/respond'
import { authorizeChapter } from '@/lib/access/authorize'
import { bringBack } from '@/lib/manuscript/past-cuts'

export const POST = route<{ id: string; c: string }>(async ({ params, viewer }) => {
  return ok(await bringBack(await authorizeChapter(await viewer(), params.id, 'edit'), params.c))
})
