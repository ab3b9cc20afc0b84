import { noContent, ok, route } from '@/app/_server/respond'
import { authorizeThread } from '@/lib/access/authorize'
import { ThreadChange } from '@/lib/critique/contract'
import { changeThread, deleteThread, showThread } from '@/lib/critique/threads'

export const GET = route<{ id: string }>(async ({ params, viewer }) => {
  return ok(await showThread(await authorizeThread(await viewer(), params.id, 'read')))
})

export const PATCH = route<{ id: string }>(async ({ params, viewer, body }) => {
  const grant = await authorizeThread(await viewer(), params.id, 'comment')
  return ok(await changeThread(grant, await body(ThreadChange)))
})

export const DELETE = route<{ id: string }>(async ({ params, viewer }) => {
  await deleteThread(await authorizeThread(await viewer(), params.id, 'comment'))
  return noContent()
})
