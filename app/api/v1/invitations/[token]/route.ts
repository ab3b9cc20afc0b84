import { ok, route } from '@/app/_server/respond'
import { lookAtInvitation } from '@/lib/accounts/invitations'
import { countAttempt } from '@/lib/accounts/rates'

export const GET = route<{ token: string }>(async (call) => {
  await countAttempt('link', call.address)
  return ok(await lookAtInvitation(call.params.token))
})
