import { readerCookie } from '@/app/_server/reader-cookie'
import { created, route } from '@/app/_server/respond'
import { countAttempt } from '@/lib/accounts/rates'
import { JoinBody } from '@/lib/beta/contract.access'
import { joinSession } from '@/lib/beta/joining'

export const POST = route<{ id: string }>(async (call) => {
  await countAttempt('link', call.address)
  const viewer = await call.maybeViewer()
  const joined = await joinSession(call.params.id, await call.body(JoinBody), viewer)
  const answer = created(joined)
  answer.headers.append('set-cookie', readerCookie(joined.sessionId, joined.token))
  return answer
})
