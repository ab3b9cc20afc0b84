import { file, parse, route } from '@/app/_server/respond'
import { authorizeChapter } from '@/lib/access/authorize'
import { PieceQuery, Position } from '@/lib/manuscript/contract.past'
import { pieceFrom } from '@/lib/manuscript/past-playback'

export const GET = route<{ id: string; seq: string }>(async ({ params, viewer, query }) => {
  const grant = await authorizeChapter(await viewer(), params.id, 'edit')
  const piece = await pieceFrom(grant, parse(Position, params.seq), query(PieceQuery))
  return file(piece, 'application/octet-stream')
})
