import { noContent, route } from '@/app/_server/respond'
import { revokeToken } from '@/lib/accounts/access-tokens'

export const DELETE = route<{ id: string }>(async (call) => {
  await revokeToken(await call.viewer(), call.params.id)
  return noContent()
})
