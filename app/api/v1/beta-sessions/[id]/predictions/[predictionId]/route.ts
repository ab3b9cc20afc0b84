import { ok, route } from '@/app/_server/respond'
import { authorizeBetaSession } from '@/lib/access/authorize'
import { judgePrediction } from '@/lib/beta/answers'
import { PredictionVerdict } from '@/lib/beta/contract.sessions'

export const PATCH = route<{ id: string; predictionId: string }>(async ({ params, viewer, body }) => {
  const grant = await authorizeBetaSession(await viewer(), params.id)
  return ok(await judgePrediction(grant, params.predictionId, await body(PredictionVerdict)))
})
