import { route, seeOther } from '@/app/_server/respond'
import { predict } from '@/lib/beta/answers'
import { FinishedForm } from '@/lib/beta/contract.reading'
import { saveProgress } from '@/lib/beta/progress'
import { isAppError } from '@/lib/errors'

/** The form at the end of a chapter for browsers without scripts: it opens the next one. The contents say how it went. */
export const POST = route<{ sessionId: string; editionId: string }>(async ({ params, reader, form }) => {
  const { sessionId, editionId } = params
  const { paragraph, prediction } = await form(FinishedForm)
  try {
    const grant = await reader(sessionId, 'read')
    await saveProgress(grant, { editionId, paragraph, finished: true })
    if (prediction?.trim()) await predict(grant, { editionId, body: prediction })
  } catch (error) {
    if (!isAppError(error) || error.code === 'too_many') throw error
  }
  return seeOther(`/read/${sessionId}`)
})
