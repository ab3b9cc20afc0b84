import { ok, route } from '@/app/_server/respond'
import { showReading } from '@/lib/beta/reading'

export const GET = route<{ id: string }>(async ({ params, reader }) =>
  ok(await showReading(await reader(params.id, 'look'))),
)
