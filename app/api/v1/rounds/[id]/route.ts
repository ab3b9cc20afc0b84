import { ok, route } from '@/app/_server/respond'
import { RoundChange } from '@/lib/critique/contract.rounds'
import { authorizeRound, changeRound, showRound } from '@/lib/critique/rounds'

export const GET = route<{ id: string }>(async ({ params, viewer }) => {
  return ok(await showRound(await authorizeRound(await viewer(), params.id, 'read')))
})

export const PATCH = route<{ id: string }>(async ({ params, viewer, body }) => {
  const round = await authorizeRound(await viewer(), params.id, 'decide')
  return ok(await changeRound(round, await body(RoundChange)))
})
