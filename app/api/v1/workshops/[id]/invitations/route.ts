import { created, ok, route } from '@/app/_server/respond'
import { authorizeWorkshop } from '@/lib/access/authorize'
import { NewInvitation } from '@/lib/accounts/contract'
import { createInvitation, listInvitations } from '@/lib/accounts/invitations'

export const GET = route<{ id: string }>(async (call) => {
  const grant = await authorizeWorkshop(await call.viewer(), call.params.id, 'host')
  return ok(await listInvitations(grant))
})

export const POST = route<{ id: string }>(async (call) => {
  const grant = await authorizeWorkshop(await call.viewer(), call.params.id, 'host')
  return created(await createInvitation(grant, await call.body(NewInvitation)))
})
