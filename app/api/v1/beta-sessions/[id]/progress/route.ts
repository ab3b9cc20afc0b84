import { ok, route } from '@/app/_server/respond'
import { ProgressBody } from '@/lib/beta/contract.reading'
import { saveProgress } from '@/lib/beta/progress'

export const PUT = route<{ id: string }>(async ({ params, reader, body }) => {
  const grant = await reader(params.id, 'read')
  return ok(await saveProgress(grant, await body(ProgressBody)))
})
