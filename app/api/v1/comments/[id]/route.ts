import { noContent, ok, route } from '@/app/_server/respond'
import { authorizeOwnComment, deleteComment, editComment } from '@/lib/critique/comments'
import { CommentBody } from '@/lib/critique/contract'

export const PATCH = route<{ id: string }>(async ({ params, viewer, body }) => {
  const own = await authorizeOwnComment(await viewer(), params.id)
  return ok(await editComment(own, await body(CommentBody)))
})

export const DELETE = route<{ id: string }>(async ({ params, viewer }) => {
  await deleteComment(await authorizeOwnComment(await viewer(), params.id))
  return noContent()
})
