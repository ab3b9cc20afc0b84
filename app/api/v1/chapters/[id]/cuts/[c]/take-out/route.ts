import { ok, route } from '@/app/_server/respond'
import { authorizeChapter } from '@/lib/access/authorize'
import { TakeOutBody } from '@/lib/manuscript/contract.past'
import { takeOutAgain } from '@/lib/manuscript/past-cuts'

export const POST = route<{ id: string; c: string }>(async ({ params, viewer, body }) => {
  const grant = await authorizeChapter(await viewer(), params.id, 'edit')
  return ok(await takeOutAgain(grant, params.c, await body(TakeOutBody)))
})
