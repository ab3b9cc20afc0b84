import { authorizeWorkshop } from '@/lib/access/authorize'
import { PageQuery } from '@/lib/paging'
import { NewWorkshop } from '@/lib/workshop/contract'
import { createWorkshop, listWorkshops, viewWorkshop } from '@/lib/workshop/workshops'
import { created, ok, route } from '@/app/_server/respond'

export const GET = route(async (call) => {
  const viewer = await call.viewer()
  return ok(await listWorkshops(viewer, call.query(PageQuery)))
})

export const POST = route(async (call) => {
  const viewer = await call.viewer()
  const { id } = await createWorkshop(viewer, await call.body(NewWorkshop))
  return created(await viewWorkshop(await authorizeWorkshop(viewer, id, 'see')))
})
