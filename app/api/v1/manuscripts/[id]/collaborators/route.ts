import { authorize } from '@/lib/access/authorize'
import { listCollaborators } from '@/lib/manuscript/collaborators'
import { PageQuery } from '@/lib/paging'
import { ok, route } from '@/app/_server/respond'

export const GET = route<{ id: string }>(async (call) => {
  const grant = await authorize(await call.viewer(), call.params.id, 'read')
  return ok(await listCollaborators(grant, call.query(PageQuery)))
})
