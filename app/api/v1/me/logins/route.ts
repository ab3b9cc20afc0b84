import { ok, route } from '@/app/_server/respond'
import { SignOutEverywhere } from '@/lib/accounts/contract'
import { signOutEverywhere } from '@/lib/accounts/login-sessions'

export const DELETE = route(async (call) => {
  const viewer = await call.viewer()
  return ok({ ended: await signOutEverywhere(viewer, await call.body(SignOutEverywhere)) })
})
