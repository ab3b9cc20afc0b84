import { noContent, route } from '@/app/_server/respond'
import { authorizeBetaSession } from '@/lib/access/authorize'
import { removeReader } from '@/lib/beta/readers'

export const DELETE = route<{ id: string; readerId: string }>(async ({ params, viewer }) => {
  await removeReader(await authorizeBetaSession(await viewer(), params.id), params.readerId)
  return noContent()
})
