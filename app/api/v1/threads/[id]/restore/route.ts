import { ok, route } from '@/app/_server/respond'
import { authorizeThread } from '@/lib/access/authorize'
import { restoreThread } from '@/lib/critique/threads'

export const POST = route<{ id: string }>(async ({ params, viewer }) => {
  return ok(await restoreThread(await authorizeThread(await viewer(), params.id, 'comment')))
})
