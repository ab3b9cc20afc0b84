import { ok, route } from '@/app/_server/respond'
import { MeChange } from '@/lib/accounts/contract'
import { changeMe, showMe } from '@/lib/accounts/people'

export const GET = route(async (call) => ok(await showMe(await call.viewer())))

export const PATCH = route(async (call) => {
  const viewer = await call.viewer()
  return ok(await changeMe(viewer, await call.body(MeChange)))
})
