import { authorizeWorkshop } from '@/lib/access/authorize'
import { PageQuery } from '@/lib/paging'
import { listMembers } from '@/lib/workshop/members'
import { ok, route } from '@/app/_server/respond'

export const GET = route<{ id: string }>(async (call) => {
  const grant = await authorizeWorkshop(await call.viewer(), call.params.id, 'see')
  return ok(await listMembers(grant, call.query(PageQuery)))
})
