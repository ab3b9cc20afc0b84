import { noReaderCookie } from '@/app/_server/reader-cookie'
import { noContent, ok, route } from '@/app/_server/respond'
import { ReaderChange } from '@/lib/beta/contract.reading'
import { changeReader, leaveSession, ownRecord } from '@/lib/beta/readers'

export const GET = route<{ id: string }>(async ({ params, reader }) =>
  ok(await ownRecord(await reader(params.id, 'look'))),
)

export const PATCH = route<{ id: string }>(async ({ params, reader, body }) => {
  const grant = await reader(params.id, 'look')
  return ok(await changeReader(grant, await body(ReaderChange)))
})

export const DELETE = route<{ id: string }>(async ({ params, reader }) => {
  await leaveSession(await reader(params.id, 'look'))
  const answer = noContent()
  answer.headers.append('set-cookie', noReaderCookie(params.id))
  return answer
})
