import { afterEach, beforeEach, expect, it } from 'vitest'
import { openCritique, refusalOf, type Critique } from '@/tests/support/critique'
import { workshopDatabase } from '@/tests/support/database'
import { authorizeOwnComment, addComment, deleteComment } from './comments'
import type { ThreadView } from './contract'
import { authorizeComment, react, takeReactionBack } from './reactions'
import type { ReactionKind } from './contract.reactions'
import { showThread } from './threads'

workshopDatabase()
let critique: Critique
let thread: ThreadView
let commentId: string

beforeEach(async () => {
  critique = await openCritique('Aurel had sharpened the pencil for the occasion.')
  thread = await critique.open(critique.ines, { body: 'More of this, and earlier.' })
  commentId = thread.comments[0]?.id ?? ''
})
afterEach(() => critique.close())

type Who = 'mara' | 'tomas' | 'ines' | 'kit' | 'odile'
const may = (who: Who) => authorizeComment(critique[who], commentId, 'comment')
const says = async (who: Who, kind: ReactionKind) => react(await may(who), kind)
const said = ({ comments }: ThreadView) =>
  comments[0]?.reactions.map(({ kind, people }) => `${kind}: ${people.map(({ name }) => name).join(', ')}`)
const now = async () => showThread(await critique.thread(critique.odile, thread.id, 'read'))

it('is counted with the people who did it, each once, live for everyone', async () => {
  await says('mara', 'thanks')
  await says('mara', 'thanks')
  await says('tomas', 'thanks')
  const view = await says('mara', 'thinking')
  expect(said(view)).toEqual(['thanks: Mara Voss, Tomas Oyelaran', 'thinking: Mara Voss'])
  expect(said(await now())).toEqual(said(view))
  expect(critique.told.filter((id) => id === thread.id)).toHaveLength(5)
})

it('is taken back by whoever did it, and by nobody else', async () => {
  await says('mara', 'moved')
  await takeReactionBack(await may('kit'), 'moved')
  expect(said(await now())).toEqual(['moved: Mara Voss'])
  await takeReactionBack(await may('mara'), 'moved')
  expect(said(await now())).toEqual([])
})

it('needs the right to comment', async () => {
  expect(await refusalOf(may('odile'))).toBe('forbidden')
  critique.close()
  const other = await openCritique('Another island.')
  expect(await refusalOf(authorizeComment(other.mara, commentId, 'comment'))).toBe('not_found')
  other.close()
})

it('is no news: it leaves the note where it is, and what was deleted cannot be reacted to', async () => {
  const { updatedAt } = await now()
  await says('kit', 'agree')
  expect((await now()).updatedAt).toBe(updatedAt)
  await addComment(await critique.thread(critique.mara, thread.id, 'comment'), { body: 'I will.' })
  await deleteComment(await authorizeOwnComment(critique.ines, commentId))
  expect(said(await now())).toEqual([])
  expect(await refusalOf(says('mara', 'thanks'))).toBe('gone')
})
