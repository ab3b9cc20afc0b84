import { authorizeChapter } from '@/lib/access/authorize'
import { MANUSCRIPT_LIMITS } from '@/lib/manuscript/contract'
import { applyUpdate } from '@/lib/manuscript/text'
import { readBytes } from '@/app/_server/bodies'
import { ok, route } from '@/app/_server/respond'

export const POST = route<{ id: string }>(async (call) => {
  const grant = await authorizeChapter(await call.viewer(), call.params.id, 'edit')
  return ok(await applyUpdate(grant, await readBytes(call.request, MANUSCRIPT_LIMITS.updateBytes)))
})
