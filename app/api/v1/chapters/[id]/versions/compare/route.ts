import { ok, route } from '@/app/_server/respond'
import { authorizeChapter } from '@/lib/access/authorize'
import { CompareQuery } from '@/lib/manuscript/contract.versions'
import { compareWith } from '@/lib/manuscript/versions'

export const GET = route<{ id: string }>(async ({ params, viewer, query }) => {
  const grant = await authorizeChapter(await viewer(), params.id, 'edit')
  return ok(await compareWith(grant, query(CompareQuery)))
})
