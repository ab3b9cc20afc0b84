import { authorize } from '@/lib/access/authorize'
import { removeCollaborator, setCollaborator } from '@/lib/manuscript/collaborators'
import { CollaboratorRole } from '@/lib/manuscript/contract'
import { noContent, ok, route } from '@/app/_server/respond'

interface Params {
  id: string
  userId: string
}

export const PUT = route<Params>(async (call) => {
  const grant = await authorize(await call.viewer(), call.params.id, 'administer')
  const { role } = await call.body(CollaboratorRole)
  return ok(await setCollaborator(grant, call.params.userId, role))
})

/** Everyone may give up his own role, so the verb is `read`; `removeCollaborator` asks for an author otherwise. */
export const DELETE = route<Params>(async (call) => {
  const grant = await authorize(await call.viewer(), call.params.id, 'read')
  await removeCollaborator(grant, call.params.userId)
  return noContent()
})
