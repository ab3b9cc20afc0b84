import { ok, route } from '@/app/_server/respond'
import { countAttempt } from '@/lib/accounts/rates'
import { lookAtLink } from '@/lib/beta/invitations'

export const GET = route<{ token: string }>(async (call) => {
  await countAttempt('link', call.address)
  return ok(await lookAtLink(call.params.token))
})
