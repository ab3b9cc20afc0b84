import { ok, route } from '@/app/_server/respond'
import { PasswordChange } from '@/lib/accounts/contract'
import { changePassword } from '@/lib/accounts/people'

export const PUT = route(async (call) => {
  const viewer = await call.viewer()
  return ok({ ended: await changePassword(viewer, await call.body(PasswordChange)) })
})
