import { created, route } from '@/app/_server/respond'
import { createToken } from '@/lib/accounts/access-tokens'
import { NewToken } from '@/lib/accounts/contract'

export const POST = route(async (call) => {
  const viewer = await call.viewer()
  return created(await createToken(viewer, await call.body(NewToken)))
})
