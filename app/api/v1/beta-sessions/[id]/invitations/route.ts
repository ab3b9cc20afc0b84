import { created, ok, route } from '@/app/_server/respond'
import { authorizeBetaSession } from '@/lib/access/authorize'
import { NewBetaInvitation } from '@/lib/beta/contract.access'
import { createInvitation, listInvitations } from '@/lib/beta/invitations'

export const GET = route<{ id: string }>(async ({ params, viewer }) =>
  ok(await listInvitations(await authorizeBetaSession(await viewer(), params.id))),
)

export const POST = route<{ id: string }>(async ({ params, viewer, body }) => {
  const grant = await authorizeBetaSession(await viewer(), params.id)
  return created(await createInvitation(grant, await body(NewBetaInvitation)))
})
