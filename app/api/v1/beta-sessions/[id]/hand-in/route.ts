import { ok, route } from '@/app/_server/respond'
import { handIn } from '@/lib/beta/handing-in'

export const POST = route<{ id: string }>(async ({ params, reader }) =>
  ok(await handIn(await reader(params.id, 'read'))),
)
