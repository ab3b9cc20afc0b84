import { ok, route } from '@/app/_server/respond'
import { authorizeTrashedBetaSession } from '@/lib/access/authorize'
import { restoreSession } from '@/lib/beta/sessions'

export const POST = route<{ id: string }>(async ({ params, viewer }) =>
  ok(await restoreSession(await authorizeTrashedBetaSession(await viewer(), params.id))),
)
