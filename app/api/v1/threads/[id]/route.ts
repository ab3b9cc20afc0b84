import { noContent, ok, route } from '@/app/_server/respond'
import { authorizeThread } from '@/lib/access/authorize'
import { ThreadChange } from '@/lib/critique/contract'
import { changeAnyThread } from '@/lib/critique/suggestions'
import { deleteThread, showThread } from '@/lib/critique/threads'

export const GET = route<{ id: string }>(async ({ params, viewer }) => {
  return ok(await showThread(await authorizeThread(await viewer(), params.id, 'read')))
})

export const PATCH = route<{ id: string }>(async ({ params, viewer, body }) => {
  return ok(await changeAnyThread(await viewer(), params.id, await body(ThreadChange)))
})

export const DELETE = route<{ id: string }>(async ({ params, viewer }) => {
  await deleteThread(await authorizeThread(await viewer(), params.id, 'comment'))
  return noContent()
})
