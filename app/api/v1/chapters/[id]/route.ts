import { authorizeChapter } from '@/lib/access/authorize'
import { changeChapter, viewChapter } from '@/lib/manuscript/chapters'
import { ChapterChange } from '@/lib/manuscript/contract'
import { trashChapter } from '@/lib/trash/trash'
import { noContent, ok, route } from '@/app/_server/respond'

interface Params {
  id: string
}

export const GET = route<Params>(async (call) => {
  const grant = await authorizeChapter(await call.viewer(), call.params.id, 'read')
  return ok(await viewChapter(grant))
})

export const PATCH = route<Params>(async (call) => {
  const grant = await authorizeChapter(await call.viewer(), call.params.id, 'edit')
  return ok(await changeChapter(grant, await call.body(ChapterChange)))
})

export const DELETE = route<Params>(async (call) => {
  await trashChapter(await authorizeChapter(await call.viewer(), call.params.id, 'decide'))
  return noContent()
})
