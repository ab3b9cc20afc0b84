import { created, route } from '@/app/_server/respond'
import { Setup } from '@/lib/accounts/contract'
import { countAttempt } from '@/lib/accounts/rates'
import { setUp } from '@/lib/accounts/setup'

export const POST = route(async (call) => {
  await countAttempt('link', call.address)
  return created(await setUp(await call.body(Setup)))
})
