import { ok, route } from '@/app/_server/respond'
import { seatAt } from '@/app/_server/seat'
import { previewChanges, showChanges } from '@/lib/beta/changes'

export const GET = route<{ id: string; editionId: string }>(async (call) => {
  const { id, editionId } = call.params
  const seat = await seatAt(call, id)
  return ok(
    seat.kind === 'author'
      ? await previewChanges(seat.grant, editionId)
      : await showChanges(seat.grant, editionId),
  )
})
