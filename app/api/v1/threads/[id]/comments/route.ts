import { created, route } from '@/app/_server/respond'
import { authorizeThread } from '@/lib/access/authorize'
import { addComment } from '@/lib/critique/comments'
import { CommentBody } from '@/lib/critique/contract'

export const POST = route<{ id: string }>(async ({ params, viewer, body }) => {
  const grant = await authorizeThread(await viewer(), params.id, 'comment')
  return created(await addComment(grant, await body(CommentBody)))
})
