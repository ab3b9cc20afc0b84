import { authorize } from '@/lib/access/authorize'
import { listChapters } from '@/lib/manuscript/chapters'
import { NewChapter } from '@/lib/manuscript/contract'
import { createChapter } from '@/lib/manuscript/making'
import { PageQuery } from '@/lib/paging'
import { created, ok, route } from '@/app/_server/respond'

interface Params {
  id: string
}

export const GET = route<Params>(async (call) => {
  const grant = await authorize(await call.viewer(), call.params.id, 'read')
  return ok(await listChapters(grant, call.query(PageQuery)))
})

export const POST = route<Params>(async (call) => {
  const grant = await authorize(await call.viewer(), call.params.id, 'edit')
  return created(await createChapter(grant, await call.body(NewChapter)))
})
