import { authorize } from '@/lib/access/authorize'
import { MANUSCRIPT_LIMITS } from '@/lib/manuscript/contract'
import { importChapters } from '@/lib/manuscript/making'
import { readUpload } from '@/app/_server/bodies'
import { created, route } from '@/app/_server/respond'

export const POST = route<{ id: string }>(async (call) => {
  const grant = await authorize(await call.viewer(), call.params.id, 'edit')
  const file = await readUpload(call.request, MANUSCRIPT_LIMITS.importBytes)
  return created(await importChapters(grant, file, call.request.signal))
})
