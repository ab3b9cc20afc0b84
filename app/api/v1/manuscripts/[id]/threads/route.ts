import { ok, route } from '@/app/_server/respond'
import { authorize } from '@/lib/access/authorize'
import { listManuscriptThreads } from '@/lib/critique/all-threads'
import { ManuscriptThreadQuery } from '@/lib/critique/contract.filters'

export const GET = route<{ id: string }>(async ({ params, viewer, query }) => {
  const grant = await authorize(await viewer(), params.id, 'read')
  return ok(await listManuscriptThreads(grant, query(ManuscriptThreadQuery)))
})
