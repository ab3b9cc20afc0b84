import { created, ok, route } from '@/app/_server/respond'
import { seatAt } from '@/app/_server/seat'
import { NewBetaNote, NotesQuery } from '@/lib/beta/contract.reading'
import { addNote, listNotes, listReleased } from '@/lib/beta/notes'

export const GET = route<{ id: string }>(async (call) => {
  const page = call.query(NotesQuery)
  const seat = await seatAt(call, call.params.id)
  return ok(seat.kind === 'author' ? await listReleased(seat.grant, page) : await listNotes(seat.grant, page))
})

export const POST = route<{ id: string }>(async ({ params, reader, body }) => {
  const grant = await reader(params.id, 'read')
  return created(await addNote(grant, await body(NewBetaNote)))
})
