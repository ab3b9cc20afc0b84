import { ok, route } from '@/app/_server/respond'
import { authorizeWorkshop } from '@/lib/access/authorize'
import { CritiqueFormChange } from '@/lib/critique/contract.rounds'
import { changeCritiqueForm, showCritiqueForm } from '@/lib/critique/critique-form'

export const GET = route<{ id: string }>(async ({ params, viewer }) => {
  return ok(await showCritiqueForm(await authorizeWorkshop(await viewer(), params.id, 'see')))
})

export const PUT = route<{ id: string }>(async ({ params, viewer, body }) => {
  const grant = await authorizeWorkshop(await viewer(), params.id, 'host')
  return ok(await changeCritiqueForm(grant, await body(CritiqueFormChange)))
})
