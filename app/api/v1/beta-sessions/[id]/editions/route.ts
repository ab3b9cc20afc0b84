import { created, route } from '@/app/_server/respond'
import { authorizeBetaSession } from '@/lib/access/authorize'
import { NewEdition } from '@/lib/beta/contract.sessions'
import { issueEdition } from '@/lib/beta/issuing'

export const POST = route<{ id: string }>(async ({ params, viewer, body }) => {
  const grant = await authorizeBetaSession(await viewer(), params.id)
  const { chapterId } = await body(NewEdition)
  return created(await issueEdition(grant, chapterId))
})
