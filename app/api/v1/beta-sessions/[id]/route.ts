import { noContent, ok, route } from '@/app/_server/respond'
import { authorizeBetaSession } from '@/lib/access/authorize'
import { BetaSessionChange } from '@/lib/beta/contract.sessions'
import { changeSession, deleteSession, showSession } from '@/lib/beta/sessions'

export const GET = route<{ id: string }>(async ({ params, viewer }) =>
  ok(await showSession(await authorizeBetaSession(await viewer(), params.id))),
)

export const PATCH = route<{ id: string }>(async ({ params, viewer, body }) => {
  const grant = await authorizeBetaSession(await viewer(), params.id)
  return ok(await changeSession(grant, await body(BetaSessionChange)))
})

export const DELETE = route<{ id: string }>(async ({ params, viewer }) => {
  await deleteSession(await authorizeBetaSession(await viewer(), params.id))
  return noContent()
})
