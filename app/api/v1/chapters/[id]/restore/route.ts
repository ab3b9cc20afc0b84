import { authorizeTrashedChapter } from '@/lib/access/authorize'
import { viewChapter } from '@/lib/manuscript/chapters'
import { restoreChapter } from '@/lib/trash/trash'
import { ok, route } from '@/app/_server/respond'

export const POST = route<{ id: string }>(async (call) => {
  const grant = await authorizeTrashedChapter(await call.viewer(), call.params.id)
  await restoreChapter(grant)
  return ok(await viewChapter(grant))
})
