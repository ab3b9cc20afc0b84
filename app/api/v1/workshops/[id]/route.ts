import { authorizeWorkshop } from '@/lib/access/authorize'
import { WorkshopChange } from '@/lib/workshop/contract'
import { changeWorkshop, viewWorkshop } from '@/lib/workshop/workshops'
import { trashWorkshop } from '@/lib/trash/trash'
import { noContent, ok, route } from '@/app/_server/respond'

interface Params {
  id: string
}

export const GET = route<Params>(async (call) => {
  const grant = await authorizeWorkshop(await call.viewer(), call.params.id, 'see')
  return ok(await viewWorkshop(grant))
})

export const PATCH = route<Params>(async (call) => {
  const grant = await authorizeWorkshop(await call.viewer(), call.params.id, 'host')
  await changeWorkshop(grant, await call.body(WorkshopChange))
  return ok(await viewWorkshop(grant))
})

export const DELETE = route<Params>(async (call) => {
  await trashWorkshop(await authorizeWorkshop(await call.viewer(), call.params.id, 'own'))
  return noContent()
})
