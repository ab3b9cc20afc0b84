import { authorizeTrashedManuscript } from '@/lib/access/authorize'
import { viewManuscript } from '@/lib/manuscript/manuscripts'
import { restoreManuscript } from '@/lib/trash/trash'
import { ok, route } from '@/app/_server/respond'

export const POST = route<{ id: string }>(async (call) => {
  const grant = await authorizeTrashedManuscript(await call.viewer(), call.params.id)
  await restoreManuscript(grant)
  return ok(await viewManuscript(grant))
})
