import { ok, route } from '@/app/_server/respond'
import { restoreNote } from '@/lib/beta/notes'

export const POST = route<{ id: string; noteId: string }>(async ({ params, reader }) =>
  ok(await restoreNote(await reader(params.id, 'read'), params.noteId)),
)
