import { fileInPieces, route } from '@/app/_server/respond'
import { authorize } from '@/lib/access/authorize'
import { collectCritique } from '@/lib/critique/collecting'
import { CritiqueQuery } from '@/lib/critique/contract.critique'

export const GET = route<{ id: string }>(async ({ params, viewer, query }) => {
  const grant = await authorize(await viewer(), params.id, 'read')
  const { pieces, contentType, disposition } = await collectCritique(grant, query(CritiqueQuery))
  return fileInPieces(pieces, contentType, disposition)
})
