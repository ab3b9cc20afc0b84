import { ok, route } from '@/app/_server/respond'
import { withdraw } from '@/lib/critique/packages'
import { authorizeRound } from '@/lib/critique/rounds'

export const POST = route<{ id: string }>(async ({ params, viewer }) => {
  return ok(await withdraw(await authorizeRound(await viewer(), params.id, 'comment')))
})
