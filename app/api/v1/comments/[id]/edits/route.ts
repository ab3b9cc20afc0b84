import { ok, route } from '@/app/_server/respond'
import { listEdits } from '@/lib/critique/edits'
import { authorizeComment } from '@/lib/critique/reactions'

export const GET = route<{ id: string }>(async ({ params, viewer }) => {
  return ok({ edits: await listEdits(await authorizeComment(await viewer(), params.id, 'read')) })
})
