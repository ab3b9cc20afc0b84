import { authorize } from '@/lib/access/authorize'
import { ExportQuery } from '@/lib/manuscript/contract'
import { exportManuscriptFile } from '@/lib/manuscript/exporting'
import { file, route } from '@/app/_server/respond'

export const GET = route<{ id: string }>(async (call) => {
  const grant = await authorize(await call.viewer(), call.params.id, 'read')
  const { bytes, contentType, disposition } = await exportManuscriptFile(
    grant,
    call.query(ExportQuery).format,
  )
  return file(bytes, contentType, disposition)
})
