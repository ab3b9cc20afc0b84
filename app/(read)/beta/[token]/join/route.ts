import { ownLinkCookie, readerCookie } from '@/app/_server/reader-cookie'
import { parse, route, seeOther } from '@/app/_server/respond'
import { countAttempt } from '@/lib/accounts/rates'
import { JoinBody, JoinForm } from '@/lib/beta/contract.access'
import { lookAtLink } from '@/lib/beta/invitations'
import { joinSession } from '@/lib/beta/joining'
import { isAppError } from '@/lib/errors'

/** The form on the page of a link. From here on the link stands in no address. */
export const POST = route<{ token: string }>(async (call) => {
  await countAttempt('link', call.address)
  const { token } = call.params
  const { sessionId } = await lookAtLink(token)
  const { name } = await call.form(JoinForm)
  try {
    const body = parse(JoinBody, { token, ...(name?.trim() && { name }) })
    const joined = await joinSession(sessionId, body, await call.maybeViewer())
    const answer = seeOther(`/read/${sessionId}`)
    answer.headers.append('set-cookie', readerCookie(sessionId, joined.token))
    if (joined.url) answer.headers.append('set-cookie', ownLinkCookie(sessionId, joined.url))
    return answer
  } catch (error) {
    // The page says what is wrong with the link, or asks for the name again.
    if (isAppError(error) && (error.code === 'gone' || error.code === 'invalid'))
      return seeOther(`/beta/${token}`)
    throw error
  }
}, 'silent page')
