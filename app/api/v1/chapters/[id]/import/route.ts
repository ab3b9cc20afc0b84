import { authorizeChapter } from '@/lib/access/authorize'
import { MANUSCRIPT_LIMITS } from '@/lib/manuscript/contract'
import { importOver } from '@/lib/manuscript/importing-over'
import { readUpload } from '@/app/_server/bodies'
import { ok, route } from '@/app/_server/respond'

export const POST = route<{ id: string }>(async (call) => {
  const grant = await authorizeChapter(await call.viewer(), call.params.id, 'edit')
  const file = await readUpload(call.request, MANUSCRIPT_LIMITS.importBytes)
  return ok(await importOver(grant, file, call.request.signal))
})
