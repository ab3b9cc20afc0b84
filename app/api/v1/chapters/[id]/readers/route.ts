import { ok, route } from '@/app/_server/respond'
import { authorizeChapter } from '@/lib/access/authorize'
import { listReaders } from '@/lib/critique/mentions'
import { PageQuery } from '@/lib/paging'

export const GET = route<{ id: string }>(async ({ params, viewer, query }) => {
  const grant = await authorizeChapter(await viewer(), params.id, 'read')
  return ok(await listReaders(grant, query(PageQuery)))
})
