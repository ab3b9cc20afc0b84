import { authorizeChapter } from '@/lib/access/authorize'
import { SuggestionsOf } from '@/lib/critique/contract.suggestions'
import { decideAll } from '@/lib/critique/suggestions'
import { ok, route } from '@/app/_server/respond'

export const POST = route<{ id: string }>(async (call) => {
  const grant = await authorizeChapter(await call.viewer(), call.params.id, 'edit')
  const { authorId } = await call.body(SuggestionsOf)
  return ok(await decideAll(grant, authorId, 'accept'))
})
