import { ok, route } from '@/app/_server/respond'
import { authorizeThread } from '@/lib/access/authorize'
import { pinThread } from '@/lib/critique/anchors'
import { PassageEnds } from '@/lib/critique/contract'

export const POST = route<{ id: string }>(async ({ params, viewer, body }) => {
  const grant = await authorizeThread(await viewer(), params.id, 'comment')
  return ok(await pinThread(grant, await body(PassageEnds)))
})
