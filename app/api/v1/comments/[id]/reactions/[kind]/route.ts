import { noContent, ok, parse, route } from '@/app/_server/respond'
import { ReactionKind } from '@/lib/critique/contract.reactions'
import { authorizeComment, react, takeReactionBack } from '@/lib/critique/reactions'

export const PUT = route<{ id: string; kind: string }>(async ({ params, viewer }) => {
  const comment = await authorizeComment(await viewer(), params.id, 'comment')
  return ok(await react(comment, parse(ReactionKind, params.kind)))
})

export const DELETE = route<{ id: string; kind: string }>(async ({ params, viewer }) => {
  const comment = await authorizeComment(await viewer(), params.id, 'comment')
  await takeReactionBack(comment, parse(ReactionKind, params.kind))
  return noContent()
})
