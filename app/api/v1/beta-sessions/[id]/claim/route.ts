import { ok, route } from '@/app/_server/respond'
import { claimReading } from '@/lib/beta/readers'

export const POST = route<{ id: string }>(async ({ params, viewer, reader }) => {
  const grant = await reader(params.id, 'look')
  return ok(await claimReading(grant, await viewer()))
})
