import { noContent, ok, route } from '@/app/_server/respond'
import { authorizeChapter } from '@/lib/access/authorize'
import { VersionChange } from '@/lib/manuscript/contract.versions'
import { deleteVersion, renameVersion, showVersion } from '@/lib/manuscript/versions'

interface Place {
  id: string
  v: string
}

export const GET = route<Place>(async ({ params, viewer }) => {
  const grant = await authorizeChapter(await viewer(), params.id, 'edit')
  return ok(await showVersion(grant, params.v))
})

export const PATCH = route<Place>(async ({ params, viewer, body }) => {
  const grant = await authorizeChapter(await viewer(), params.id, 'edit')
  const { name } = await body(VersionChange)
  return ok(await renameVersion(grant, params.v, name))
})

export const DELETE = route<Place>(async ({ params, viewer }) => {
  await deleteVersion(await authorizeChapter(await viewer(), params.id, 'decide'), params.v)
  return noContent()
})
