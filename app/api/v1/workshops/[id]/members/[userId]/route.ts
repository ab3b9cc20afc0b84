import { authorizeWorkshop } from '@/lib/access/authorize'
import { MemberRole } from '@/lib/workshop/contract'
import { removeMember, setMemberRole } from '@/lib/workshop/members'
import { noContent, ok, route } from '@/app/_server/respond'

interface Params {
  id: string
  userId: string
}

export const PUT = route<Params>(async (call) => {
  const grant = await authorizeWorkshop(await call.viewer(), call.params.id, 'host')
  const { role } = await call.body(MemberRole)
  return ok(await setMemberRole(grant, call.params.userId, role))
})

/** Everyone may leave, so the verb is `see`; `removeMember` asks for a host to remove anybody else. */
export const DELETE = route<Params>(async (call) => {
  const grant = await authorizeWorkshop(await call.viewer(), call.params.id, 'see')
  await removeMember(grant, call.params.userId)
  return noContent()
})
