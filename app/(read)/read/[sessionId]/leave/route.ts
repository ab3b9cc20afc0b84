import { noReaderCookie, ownLinkCookie, readerTokenIn } from '@/app/_server/reader-cookie'
import { route, seeOther } from '@/app/_server/respond'
import { endDevice } from '@/lib/beta/readers'
import { isAppError } from '@/lib/errors'

/** Signs a reader out of one session on this device. */
export const POST = route<{ sessionId: string }>(async ({ request, params, reader }) => {
  const { sessionId } = params
  const token = readerTokenIn(request, sessionId)
  try {
    if (token) await endDevice(await reader(sessionId, 'look'), token)
  } catch (error) {
    // Whoever is known no more has nothing to end.
    if (!isAppError(error) || error.code === 'too_many') throw error
  }
  const answer = seeOther(`/read/${sessionId}`)
  answer.headers.append('set-cookie', noReaderCookie(sessionId))
  answer.headers.append('set-cookie', ownLinkCookie(sessionId, null))
  return answer
})
