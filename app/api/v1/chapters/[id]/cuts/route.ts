import { ok, route } from '@/app/_server/respond'
import { authorizeChapter } from '@/lib/access/authorize'
import { CutsQuery } from '@/lib/manuscript/contract.past'
import { listCuts } from '@/lib/manuscript/past-cuts'

export const GET = route<{ id: string }>(async ({ params, viewer, query }) => {
  const grant = await authorizeChapter(await viewer(), params.id, 'edit')
  return ok(await listCuts(grant, query(CutsQuery)))
})
