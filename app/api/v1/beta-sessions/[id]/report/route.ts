import { file, ok, route } from '@/app/_server/respond'
import { authorizeBetaSession } from '@/lib/access/authorize'
import { ReportQuery } from '@/lib/beta/contract.report'
import { reportOf } from '@/lib/beta/report'
import { reportFile } from '@/lib/beta/report-files'

export const GET = route<{ id: string }>(async ({ params, viewer, query }) => {
  const grant = await authorizeBetaSession(await viewer(), params.id)
  const { format, edition } = query(ReportQuery)
  const report = await reportOf(grant, { edition })
  if (format === 'json') return ok(report)
  const { bytes, contentType, disposition } = reportFile(report, format)
  return file(bytes, contentType, disposition)
})
