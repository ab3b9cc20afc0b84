import { ok, route } from '@/app/_server/respond'
import { authorizeChapter } from '@/lib/access/authorize'
import { agreementOf } from '@/lib/critique/agreement'
import { AgreementQuery } from '@/lib/critique/contract.agreement'

export const GET = route<{ id: string }>(async ({ params, viewer, query }) => {
  const grant = await authorizeChapter(await viewer(), params.id, 'read')
  return ok(await agreementOf(grant, query(AgreementQuery)))
})
