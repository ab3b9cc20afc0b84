import { noContent, route } from '@/app/_server/respond'
import { authorizeBetaSession } from '@/lib/access/authorize'
import { revokeInvitation } from '@/lib/beta/invitations'

export const DELETE = route<{ id: string; invitationId: string }>(async ({ params, viewer }) => {
  await revokeInvitation(await authorizeBetaSession(await viewer(), params.id), params.invitationId)
  return noContent()
})
