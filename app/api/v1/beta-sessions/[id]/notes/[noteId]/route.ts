import { noContent, ok, route } from '@/app/_server/respond'
import { BetaNoteChange } from '@/lib/beta/contract.reading'
import { changeNote, deleteNote } from '@/lib/beta/notes'

export const PATCH = route<{ id: string; noteId: string }>(async ({ params, reader, body }) => {
  const grant = await reader(params.id, 'read')
  return ok(await changeNote(grant, params.noteId, await body(BetaNoteChange)))
})

export const DELETE = route<{ id: string; noteId: string }>(async ({ params, reader }) => {
  await deleteNote(await reader(params.id, 'read'), params.noteId)
  return noContent()
})
