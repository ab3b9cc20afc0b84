import { file, parse, route } from '@/app/_server/respond'
import { authorizeChapter } from '@/lib/access/authorize'
import { Position } from '@/lib/manuscript/contract.past'
import { pieceFrom } from '@/lib/manuscript/past-playback'

export const GET = route<{ id: string; seq: string }>(async ({ params, viewer }) => {
  const grant = await authorizeChapter(await viewer(), params.id, 'edit')
  return file(await pieceFrom(grant, parse(Position, params.seq)), 'application/octet-stream')
})
