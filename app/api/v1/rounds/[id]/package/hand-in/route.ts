import { ok, route } from '@/app/_server/respond'
import { handIn } from '@/lib/critique/packages'
import { authorizeRound } from '@/lib/critique/rounds'

export const POST = route<{ id: string }>(async ({ params, viewer }) => {
  return ok(await handIn(await authorizeRound(await viewer(), params.id, 'comment')))
})
