import { ok, route } from '@/app/_server/respond'
import { authorizeOwnComment, restoreComment } from '@/lib/critique/comments'

export const POST = route<{ id: string }>(async ({ params, viewer }) => {
  return ok(await restoreComment(await authorizeOwnComment(await viewer(), params.id)))
})
