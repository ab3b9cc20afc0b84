import { ok, route } from '@/app/_server/respond'
import { authorizeBetaSession } from '@/lib/access/authorize'
import { listReaders } from '@/lib/beta/readers'

export const GET = route<{ id: string }>(async ({ params, viewer }) =>
  ok(await listReaders(await authorizeBetaSession(await viewer(), params.id))),
)
