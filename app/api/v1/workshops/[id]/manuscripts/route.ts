import { authorize, authorizeWorkshop } from '@/lib/access/authorize'
import { NewManuscript } from '@/lib/manuscript/contract'
import { createManuscript, listWorkshopManuscripts, viewManuscript } from '@/lib/manuscript/manuscripts'
import { PageQuery } from '@/lib/paging'
import { created, ok, route } from '@/app/_server/respond'

interface Params {
  id: string
}

export const GET = route<Params>(async (call) => {
  const grant = await authorizeWorkshop(await call.viewer(), call.params.id, 'see')
  return ok(await listWorkshopManuscripts(grant, call.query(PageQuery)))
})

export const POST = route<Params>(async (call) => {
  const viewer = await call.viewer()
  const grant = await authorizeWorkshop(viewer, call.params.id, 'write')
  const { id } = await createManuscript(grant, await call.body(NewManuscript))
  return created(await viewManuscript(await authorize(viewer, id, 'read')))
})
