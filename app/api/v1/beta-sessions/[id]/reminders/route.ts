import { ok, route } from '@/app/_server/respond'
import { authorizeBetaSession } from '@/lib/access/authorize'
import { NewReminders } from '@/lib/beta/contract.access'
import { remindReaders } from '@/lib/beta/reminders'

export const POST = route<{ id: string }>(async ({ params, viewer, body }) => {
  const grant = await authorizeBetaSession(await viewer(), params.id)
  return ok(await remindReaders(grant, await body(NewReminders)))
})
