import { noContent, route } from '@/app/_server/respond'
import { authorizeWorkshop } from '@/lib/access/authorize'
import { revokeInvitation } from '@/lib/accounts/invitations'

export const DELETE = route<{ id: string; invitationId: string }>(async (call) => {
  const grant = await authorizeWorkshop(await call.viewer(), call.params.id, 'host')
  await revokeInvitation(grant, call.params.invitationId)
  return noContent()
})
