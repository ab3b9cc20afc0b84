import { created, route } from '@/app/_server/respond'
import { NewAccount } from '@/lib/accounts/contract'
import { countAttempt } from '@/lib/accounts/rates'
import { signUp } from '@/lib/accounts/setup'

export const POST = route(async (call) => {
  await countAttempt('link', call.address)
  return created(await signUp(await call.body(NewAccount)))
})
