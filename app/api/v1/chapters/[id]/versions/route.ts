import { created, ok, route } from '@/app/_server/respond'
import { authorizeChapter } from '@/lib/access/authorize'
import { NewVersion } from '@/lib/manuscript/contract.versions'
import { listVersions, nameVersion } from '@/lib/manuscript/versions'
import { PageQuery } from '@/lib/paging'

export const GET = route<{ id: string }>(async ({ params, viewer, query }) => {
  const grant = await authorizeChapter(await viewer(), params.id, 'edit')
  return ok(await listVersions(grant, query(PageQuery)))
})

export const POST = route<{ id: string }>(async ({ params, viewer, body }) => {
  const grant = await authorizeChapter(await viewer(), params.id, 'edit')
  const { name } = await body(NewVersion)
  return created(await nameVersion(grant, name))
})
