import { authorizeThread } from '@/lib/access/authorize'
import { rejectSuggestion } from '@/lib/critique/suggestions'
import { ok, route } from '@/app/_server/respond'

export const POST = route<{ id: string }>(async (call) => {
  const grant = await authorizeThread(await call.viewer(), call.params.id, 'edit')
  return ok(await rejectSuggestion(grant))
})
