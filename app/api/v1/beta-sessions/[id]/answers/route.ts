import { ok, route } from '@/app/_server/respond'
import { AnswersBody } from '@/lib/beta/contract.reading'
import { saveAnswers } from '@/lib/beta/answers'

export const POST = route<{ id: string }>(async ({ params, reader, body }) => {
  const grant = await reader(params.id, 'read')
  return ok(await saveAnswers(grant, await body(AnswersBody)))
})
