import { created, ok, route } from '@/app/_server/respond'
import { authorizeChapter } from '@/lib/access/authorize'
import { NewRound } from '@/lib/critique/contract.rounds'
import { beginRound, listRounds } from '@/lib/critique/rounds'
import { PageQuery } from '@/lib/paging'

export const GET = route<{ id: string }>(async ({ params, viewer, query }) => {
  const grant = await authorizeChapter(await viewer(), params.id, 'read')
  return ok(await listRounds(grant, query(PageQuery)))
})

export const POST = route<{ id: string }>(async ({ params, viewer, body }) => {
  const grant = await authorizeChapter(await viewer(), params.id, 'decide')
  return created(await beginRound(grant, await body(NewRound)))
})
