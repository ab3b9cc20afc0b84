import { NoticeSwitchesChange } from '@/lib/notify/contract'
import { changeSwitches, switchesOf } from '@/lib/notify/notices'
import { ok, route } from '@/app/_server/respond'

export const GET = route(async (call) => ok(await switchesOf(await call.viewer())))

export const PUT = route(async (call) => {
  const viewer = await call.viewer()
  return ok(await changeSwitches(viewer, await call.body(NoticeSwitchesChange)))
})
