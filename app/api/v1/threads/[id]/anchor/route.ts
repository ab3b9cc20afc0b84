import { ok, route } from '@/app/_server/respond'
import { authorizeThread } from '@/lib/access/authorize'
import { reportAnchor } from '@/lib/critique/anchors'
import { PassageEnds } from '@/lib/critique/contract'

export const PUT = route<{ id: string }>(async ({ params, viewer, body }) => {
  const grant = await authorizeThread(await viewer(), params.id, 'edit')
  return ok(await reportAnchor(grant, await body(PassageEnds)))
})
