import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { newId } from '@/lib/ids'
import { openCritique, refusalOf, type Critique } from '@/tests/support/critique'
import { workshopDatabase } from '@/tests/support/database'
import { addComment, authorizeOwnComment, deleteComment, editComment, restoreComment } from './comments'
import { CRITIQUE_LIMITS, type ThreadView } from './contract'
import { changeThread, deleteThread, restoreThread, showThread } from './threads'

const world = workshopDatabase()
let critique: Critique
let thread: ThreadView

beforeEach(async () => {
  critique = await openCritique('Aurel had sharpened the pencil for the occasion.')
  thread = await critique.open(critique.ines, { body: 'More of this, and earlier.' })
})

afterEach(() => critique.close())

const say = async (who: 'mara' | 'tomas' | 'ines' | 'kit', body: string) =>
  addComment(await critique.thread(critique[who], thread.id, 'comment'), { body })
const own = (who: 'mara' | 'tomas' | 'ines' | 'kit', commentId: string) =>
  authorizeOwnComment(critique[who], commentId)
const lastId = ({ comments }: ThreadView) => comments.at(-1)?.id ?? ''
const said = ({ comments }: ThreadView) =>
  comments.map(({ author, body, deleted }) => `${author.name}: ${deleted ? '(deleted)' : body}`)
const now = async () => showThread(await critique.thread(critique.mara, thread.id, 'read'))

describe('an answer', () => {
  it('stands at the end, live for everyone, and does not reopen what was resolved', async () => {
    await changeThread(await critique.thread(critique.mara, thread.id, 'comment'), { status: 'resolved' })
    await say('mara', 'I will, from the first page.')
    const view = await say('kit', 'Yes please.')
    expect(said(view)).toEqual([
      'Ines Rautio: More of this, and earlier.',
      'Mara Voss: I will, from the first page.',
      'Kit Halvorsen: Yes please.',
    ])
    expect(view.status).toBe('resolved')
    expect(critique.told).toHaveLength(4)
  })

  it('is refused in a deleted thread and in a full one, and nothing is stored', async () => {
    await world.db.comment.createMany({
      data: Array.from({ length: CRITIQUE_LIMITS.commentsPerThread - 1 }, () => ({
        ...{ id: newId(), threadId: thread.id, authorId: critique.kit.userId },
        ...{ body: 'And another thing.', createdAt: new Date() },
      })),
    })
    expect(await refusalOf(say('kit', 'One too many.'))).toBe('conflict')
    await deleteThread(await critique.thread(critique.ines, thread.id, 'comment'))
    expect(await refusalOf(say('kit', 'Too late.'))).toBe('gone')
    expect(await world.db.comment.count({ where: { threadId: thread.id } })).toBe(
      CRITIQUE_LIMITS.commentsPerThread,
    )
  })
})

describe('one’s own comment', () => {
  it('can be changed, and says so', async () => {
    const answer = lastId(await say('kit', 'Yes plaese.'))
    const view = await editComment(await own('kit', answer), { body: 'Yes please.' })
    expect(view.comments.at(-1)).toMatchObject({ body: 'Yes please.', editedAt: expect.any(String) })
  })

  it('is nobody else’s to change or delete, not even the author’s', async () => {
    const answer = lastId(await say('kit', 'Yes please.'))
    for (const who of ['mara', 'tomas', 'ines'] as const)
      expect(await refusalOf(own(who, answer))).toBe('forbidden')
    expect(await refusalOf(authorizeOwnComment(critique.odile, answer))).toBe('forbidden')
    critique.close()
    const other = await openCritique('Another island.')
    expect(await refusalOf(authorizeOwnComment(other.mara, answer))).toBe('not_found')
    expect(await refusalOf(authorizeOwnComment(other.mara, 'no-such-comment'))).toBe('not_found')
    other.close()
  })

  it('is no longer his to change once he may not comment there', async () => {
    const answer = lastId(await say('kit', 'Yes please.'))
    const { manuscriptId } = critique
    await world.db.collaborator.update({
      where: { manuscriptId_userId: { manuscriptId, userId: critique.kit.userId } },
      data: { role: 'reader' },
    })
    expect(await refusalOf(own('kit', answer))).toBe('forbidden')
  })

  it('keeps its place without its words while others answer it, and comes back', async () => {
    const first = thread.comments[0]?.id ?? ''
    const answer = lastId(await say('mara', 'I will.'))
    await deleteComment(await own('ines', first))
    expect(said(await now())).toEqual(['Ines Rautio: (deleted)', 'Mara Voss: I will.'])
    expect(JSON.stringify(await now())).not.toContain('More of this')
    expect(said(await restoreComment(await own('ines', first)))).toEqual([
      'Ines Rautio: More of this, and earlier.',
      'Mara Voss: I will.',
    ])
    await deleteComment(await own('mara', answer))
    expect(said(await now())).toEqual(['Ines Rautio: More of this, and earlier.'])
  })

  it('cannot be changed while it is deleted', async () => {
    const answer = lastId(await say('kit', 'Yes please.'))
    await deleteComment(await own('kit', answer))
    expect(await refusalOf(editComment(await own('kit', answer), { body: 'No.' }))).toBe('gone')
    const restored = await restoreComment(await own('kit', answer))
    expect(restored.comments.at(-1)?.body).toBe('Yes please.')
  })

  it('cannot be changed, deleted or brought back in a deleted thread', async () => {
    const answer = lastId(await say('kit', 'Yes please.'))
    await deleteThread(await critique.thread(critique.mara, thread.id, 'comment'))
    const before = await world.db.comment.findMany({ where: { threadId: thread.id } })
    const toldBefore = critique.told.length
    expect(await refusalOf(editComment(await own('kit', answer), { body: 'No.' }))).toBe('gone')
    expect(await refusalOf(deleteComment(await own('kit', answer)))).toBe('gone')
    expect(await refusalOf(restoreComment(await own('kit', answer)))).toBe('gone')
    expect(await world.db.comment.findMany({ where: { threadId: thread.id } })).toEqual(before)
    expect(critique.told).toHaveLength(toldBefore)
    expect(await critique.list()).toEqual([])
  })
})

describe('the last comment', () => {
  it('takes its thread along, and brings it back', async () => {
    const only = thread.comments[0]?.id ?? ''
    await deleteComment(await own('ines', only))
    expect(await critique.list()).toEqual([])
    expect(said(await restoreComment(await own('ines', only)))).toEqual([
      'Ines Rautio: More of this, and earlier.',
    ])
    expect(await critique.list()).toHaveLength(1)
  })

  it('comes back with its thread when that is restored', async () => {
    await deleteComment(await own('ines', thread.comments[0]?.id ?? ''))
    const view = await restoreThread(await critique.thread(critique.mara, thread.id, 'comment'))
    expect(said(view)).toEqual(['Ines Rautio: More of this, and earlier.'])
  })

  it('comes back alone of those that were deleted before it', async () => {
    const answer = lastId(await say('mara', 'I will.'))
    await deleteComment(await own('mara', answer))
    await deleteComment(await own('ines', thread.comments[0]?.id ?? ''))
    expect(await refusalOf(restoreComment(await own('mara', answer)))).toBe('gone')
    const view = await restoreComment(await own('ines', thread.comments[0]?.id ?? ''))
    expect(said(view)).toEqual(['Ines Rautio: More of this, and earlier.'])
  })
})
