import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { authorizeChapter } from '@/lib/access/authorize'
import { openCritique, refusalOf, type Critique } from '@/tests/support/critique'
import { workshopDatabase } from '@/tests/support/database'
import { person } from '@/tests/support/people'
import { addComment, authorizeOwnComment, editComment } from './comments'
import type { ThreadView } from './contract'
import { MOST_EDITS } from './contract.edits'
import { listEdits } from './edits'
import { listReaders } from './mentions'
import { authorizeComment } from './reactions'
import { deleteThread } from './threads'

const world = workshopDatabase()
let critique: Critique
beforeEach(async () => {
  critique = await openCritique('Aurel had sharpened the pencil for the occasion.')
})
afterEach(() => critique.close())

const called = ({ comments }: ThreadView) =>
  comments
    .at(-1)
    ?.mentions.map(({ name }) => name)
    .sort()
const readers = async () => {
  const grant = await authorizeChapter(critique.odile, critique.chapterId, 'read')
  return (await listReaders(grant, { limit: 500 })).people.map(({ name }) => name)
}

describe('a mention', () => {
  it('calls people who may read the chapter, in a note and in an answer, and can be taken back', async () => {
    const { kit, mara, odile, ines } = critique
    const thread = await critique.open(ines, { body: '@Kit Halvorsen?', mentions: [kit.userId, kit.userId] })
    expect(called(thread)).toEqual(['Kit Halvorsen'])
    const answered = await addComment(await critique.thread(kit, thread.id, 'comment'), {
      ...{ body: '@Mara Voss and @Odile Marchetti know.', mentions: [mara.userId, odile.userId] },
    })
    expect(called(answered)).toEqual(['Mara Voss', 'Odile Marchetti'])
    const own = await authorizeOwnComment(kit, answered.comments.at(-1)?.id ?? '')
    expect(called(await editComment(own, { body: '@Mara Voss knows.', mentions: [mara.userId] }))).toEqual([
      'Mara Voss',
    ])
    expect(called(await editComment(own, { body: '@Mara Voss may know.' }))).toEqual(['Mara Voss'])
  })

  it('of anybody who may not read it is refused, and nothing is stored', async () => {
    const stranger = await person('Jonas Weld')
    const { kit, ines } = critique
    const mentions = [kit.userId, stranger.userId]
    expect(await refusalOf(critique.open(ines, { mentions }))).toBe('invalid')
    expect(await refusalOf(critique.open(ines, { mentions: ['nobody'] }))).toBe('invalid')
    expect(await critique.list()).toEqual([])
  })
})

describe('who may be called', () => {
  it('is who may read the chapter, and nobody whom a right was taken from', async () => {
    const all = ['Ines Rautio', 'Kit Halvorsen', 'Mara Voss', 'Odile Marchetti', 'Tomas Oyelaran']
    expect(await readers()).toEqual(all)
    const { kit, tomas, ines, manuscriptId } = critique
    await world.db.membership.deleteMany({ where: { userId: kit.userId } })
    await world.db.user.update({ where: { id: tomas.userId }, data: { disabledAt: new Date() } })
    await world.db.collaborator.deleteMany({ where: { userId: ines.userId } })
    expect(await readers()).toEqual(['Mara Voss', 'Odile Marchetti'])
    await world.db.manuscript.update({ where: { id: manuscriptId }, data: { workshopRole: 'reader' } })
    expect(await readers()).toEqual(['Ines Rautio', 'Mara Voss', 'Odile Marchetti'])
  })

  it('comes in pages', async () => {
    const grant = await authorizeChapter(critique.odile, critique.chapterId, 'read')
    const first = await listReaders(grant, { limit: 2 })
    const rest = await listReaders(grant, { limit: 2, cursor: first.next ?? '' })
    expect([...first.people, ...rest.people].map(({ name }) => name.split(' ')[0])).toEqual([
      ...['Ines', 'Kit', 'Mara', 'Odile'],
    ])
    expect(await refusalOf(listReaders(grant, { limit: 2, cursor: 'nobody' }))).toBe('invalid')
  })
})

describe('a changed comment', () => {
  const edit = async (commentId: string, body: string) =>
    editComment(await authorizeOwnComment(critique.ines, commentId), { body })
  const history = async (commentId: string) =>
    listEdits(await authorizeComment(critique.odile, commentId, 'read'))

  it('keeps what it said and when, for whoever may read it', async () => {
    const { comments } = await critique.open(critique.ines, { body: 'Mroe of this.' })
    const { id = '', createdAt = '' } = comments[0] ?? {}
    expect(await history(id)).toEqual([])
    const first = (await edit(id, 'More of this.')).comments[0]
    await edit(id, 'More of this, and earlier.')
    expect(await history(id)).toEqual([
      { version: 2, body: 'More of this.', writtenAt: first?.editedAt },
      { version: 1, body: 'Mroe of this.', writtenAt: createdAt },
    ])
  })

  it('is not changed by its own words', async () => {
    const { comments } = await critique.open(critique.ines, { body: 'More of this.' })
    const view = await edit(comments[0]?.id ?? '', 'More of this.')
    expect(view.comments[0]?.editedAt).toBe(null)
    expect(await history(comments[0]?.id ?? '')).toEqual([])
  })

  it('says no more when it was deleted, and is not changed for ever', async () => {
    const thread = await critique.open(critique.ines, { body: 'More of this.' })
    const id = thread.comments[0]?.id ?? ''
    await world.db.commentEdit.createMany({
      data: Array.from({ length: MOST_EDITS }, (_, at) => ({
        ...{ commentId: id, version: at + 1, body: `Draft ${at}`, writtenAt: new Date() },
      })),
    })
    expect(await refusalOf(edit(id, 'Enough.'))).toBe('conflict')
    await deleteThread(await critique.thread(critique.mara, thread.id, 'comment'))
    expect(await refusalOf(history(id))).toBe('gone')
  })
})
