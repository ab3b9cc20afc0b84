import { noContent, route } from '@/app/_server/respond'
import { endLogin } from '@/lib/accounts/login-sessions'

export const DELETE = route<{ id: string }>(async (call) => {
  await endLogin(await call.viewer(), call.params.id)
  return noContent()
})
