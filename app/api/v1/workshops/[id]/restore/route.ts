import { authorizeTrashedWorkshop } from '@/lib/access/authorize'
import { viewWorkshop } from '@/lib/workshop/workshops'
import { restoreWorkshop } from '@/lib/trash/trash'
import { ok, route } from '@/app/_server/respond'

export const POST = route<{ id: string }>(async (call) => {
  const grant = await authorizeTrashedWorkshop(await call.viewer(), call.params.id)
  await restoreWorkshop(grant)
  return ok(await viewWorkshop(grant))
})
