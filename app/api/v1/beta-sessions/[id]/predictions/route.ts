import { ok, route } from '@/app/_server/respond'
import { predict } from '@/lib/beta/answers'
import { PredictionBody } from '@/lib/beta/contract.reading'

export const PUT = route<{ id: string }>(async ({ params, reader, body }) => {
  const grant = await reader(params.id, 'read')
  return ok(await predict(grant, await body(PredictionBody)))
})
