import { created, ok, route } from '@/app/_server/respond'
import { authorize } from '@/lib/access/authorize'
import { NewBetaSession } from '@/lib/beta/contract.sessions'
import { createSession, listSessions } from '@/lib/beta/sessions'
import { PageQuery } from '@/lib/paging'

export const GET = route<{ id: string }>(async ({ params, viewer, query }) => {
  const grant = await authorize(await viewer(), params.id, 'decide')
  return ok(await listSessions(grant, query(PageQuery)))
})

export const POST = route<{ id: string }>(async ({ params, viewer, body }) => {
  const grant = await authorize(await viewer(), params.id, 'decide')
  return created(await createSession(grant, await body(NewBetaSession)))
})
