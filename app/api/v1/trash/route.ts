import { TrashQuery } from '@/lib/trash/contract'
import { listTrash } from '@/lib/trash/listing'
import { ok, route } from '@/app/_server/respond'

export const GET = route(async (call) => {
  const viewer = await call.viewer()
  return ok(await listTrash(viewer, call.query(TrashQuery)))
})
