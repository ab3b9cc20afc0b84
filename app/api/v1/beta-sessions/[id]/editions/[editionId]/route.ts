import { ok, route } from '@/app/_server/respond'
import { seatAt } from '@/app/_server/seat'
import { previewEdition, showEdition } from '@/lib/beta/edition-views'

export const GET = route<{ id: string; editionId: string }>(async (call) => {
  const { id, editionId } = call.params
  const seat = await seatAt(call, id)
  return ok(
    seat.kind === 'author'
      ? await previewEdition(seat.grant, editionId)
      : await showEdition(seat.grant, editionId),
  )
})
