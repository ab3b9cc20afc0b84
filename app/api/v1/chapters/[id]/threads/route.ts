import { created, ok, route } from '@/app/_server/respond'
import { authorizeChapter } from '@/lib/access/authorize'
import { NewThread } from '@/lib/critique/contract'
import { ThreadQuery } from '@/lib/critique/contract.filters'
import { listThreads, openThread } from '@/lib/critique/threads'

export const GET = route<{ id: string }>(async ({ params, viewer, query }) => {
  const grant = await authorizeChapter(await viewer(), params.id, 'read')
  return ok(await listThreads(grant, query(ThreadQuery)))
})

export const POST = route<{ id: string }>(async ({ params, viewer, body }) => {
  const grant = await authorizeChapter(await viewer(), params.id, 'comment')
  return created(await openThread(grant, await body(NewThread)))
})
