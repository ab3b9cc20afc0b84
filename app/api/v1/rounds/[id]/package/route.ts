import { ok, route } from '@/app/_server/respond'
import { PackageChange } from '@/lib/critique/contract.rounds'
import { savePackage, throwAway } from '@/lib/critique/packages'
import { authorizeRound } from '@/lib/critique/rounds'

export const PUT = route<{ id: string }>(async ({ params, viewer, body }) => {
  const round = await authorizeRound(await viewer(), params.id, 'comment')
  return ok(await savePackage(round, await body(PackageChange)))
})

export const DELETE = route<{ id: string }>(async ({ params, viewer }) => {
  return ok(await throwAway(await authorizeRound(await viewer(), params.id, 'comment')))
})
