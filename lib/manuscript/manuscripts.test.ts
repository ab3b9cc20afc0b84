import { beforeEach, describe, expect, it } from 'vitest'
import { authorize, authorizeChapter, authorizeWorkshop } from '@/lib/access/authorize'
import type { ManuscriptVerb, Viewer } from '@/lib/access/contract'
import { database } from '@/lib/db/client'
import { isAppError } from '@/lib/errors'
import { subscribe, type Notice } from '@/lib/events/events'
import { newId } from '@/lib/ids'
import { PAGE_LIMIT } from '@/lib/paging'
import { removeMember, setMemberRole } from '@/lib/workshop/members'
import { createWorkshop } from '@/lib/workshop/workshops'
import { fakeClock } from '@/tests/support/clock'
import { workshopDatabase } from '@/tests/support/database'
import { person } from '@/tests/support/people'
import { changeChapter, listChapters, markVisited, viewChapter } from './chapters'
import { removeCollaborator, setCollaborator } from './collaborators'
import { deskOf } from './desk'
import { createChapter } from './making'
import {
  changeManuscript,
  createManuscript,
  listManuscripts,
  listWorkshopManuscripts,
  viewManuscript,
} from './manuscripts'

workshopDatabase()

let aurel: Viewer
let mara: Viewer
let ines: Viewer
let workshopId: string
let manuscriptId: string

const on = <V extends ManuscriptVerb>(viewer: Viewer, verb: V) => authorize(viewer, manuscriptId, verb)

async function refusal(act: Promise<unknown>): Promise<string> {
  try {
    await act
  } catch (error) {
    if (isAppError(error)) return error.code
    throw error
  }
  return 'done'
}

async function titles(): Promise<string[]> {
  const { chapters } = await listChapters(await on(mara, 'read'), { limit: PAGE_LIMIT })
  expect(chapters.map(({ position }) => position)).toEqual(chapters.map((_, index) => index))
  return chapters.map(({ title }) => title)
}

async function chaptersNamed(...names: string[]): Promise<string[]> {
  const ids = []
  for (const title of names) ids.push((await createChapter(await on(mara, 'edit'), { title })).id)
  return ids
}

beforeEach(async () => {
  aurel = await person('Aurel Banks')
  mara = await person('Mara Voss')
  ines = await person('Ines Rautio')
  workshopId = (await createWorkshop(aurel, { name: 'Tuesday Night Fiction' })).id
  const own = await authorizeWorkshop(aurel, workshopId, 'own')
  for (const member of [mara, ines]) await setMemberRole(own, member.userId, 'member')
  const write = await authorizeWorkshop(mara, workshopId, 'write')
  manuscriptId = (await createManuscript(write, { title: 'The Salt Road', language: 'EN-gb' })).id
})

describe('a manuscript', () => {
  it('is its author’s alone until it is shared, also from the owner of the workshop', async () => {
    const view = await viewManuscript(await on(mara, 'read'))
    expect(view).toMatchObject({ title: 'The Salt Road', language: 'en-GB', role: 'author', chapters: [] })
    expect(view.collaborators.map(({ name, role }) => [name, role])).toEqual([['Mara Voss', 'author']])
    expect(await refusal(on(aurel, 'read'))).toBe('not_found')
    expect((await listManuscripts(aurel, { limit: PAGE_LIMIT })).manuscripts).toEqual([])
  })

  it('is shared with the whole workshop in one act and taken back in one', async () => {
    const heard: Notice[] = []
    const stop = subscribe((notice) => heard.push(notice))
    await changeManuscript(await on(mara, 'administer'), { workshopRole: 'critic' })
    expect((await on(ines, 'comment')).role).toBe('critic')
    const grant = await authorizeWorkshop(aurel, workshopId, 'see')
    const { manuscripts } = await listWorkshopManuscripts(grant, { limit: PAGE_LIMIT })
    expect(manuscripts.map(({ title, role, workshopRole }) => [title, role, workshopRole])).toEqual([
      ['The Salt Road', 'critic', 'critic'],
    ])
    await changeManuscript(await on(mara, 'administer'), { workshopRole: null })
    stop()
    expect(await refusal(on(ines, 'read'))).toBe('not_found')
    expect(heard).toEqual([
      { kind: 'access_changed', manuscriptId },
      { kind: 'access_changed', manuscriptId },
    ])
  })

  it('sums up its chapters in lists', async () => {
    const [first = ''] = await chaptersNamed('The Last Ferry', 'Low Water')
    await database().chapter.updateMany({ where: { manuscriptId }, data: { words: 1_200 } })
    await changeChapter(await authorizeChapter(mara, first, 'edit'), { status: 'in_critique' })
    await thread(first, ines, 'Who is missing?')
    const [summary] = (await listManuscripts(mara, { limit: PAGE_LIMIT })).manuscripts
    expect(summary).toMatchObject({ chapters: 2, chaptersInCritique: 1, words: 2_400, openThreads: 1 })
    expect(summary?.authors.map(({ name }) => name)).toEqual(['Mara Voss'])
  })
})

describe('its collaborators', () => {
  it('are members of the workshop', async () => {
    const odile = await person('Odile Marchetti')
    const administer = await on(mara, 'administer')
    expect(await refusal(setCollaborator(administer, odile.userId, 'critic'))).toBe('invalid')
    expect(await refusal(setCollaborator(administer, 'nobody-at-all', 'critic'))).toBe('invalid')
    await setCollaborator(administer, ines.userId, 'coauthor')
    expect((await on(ines, 'decide')).role).toBe('coauthor')
  })

  it('include an author at all times', async () => {
    const administer = await on(mara, 'administer')
    expect(await refusal(setCollaborator(administer, mara.userId, 'reader'))).toBe('conflict')
    expect(await refusal(removeCollaborator(administer, mara.userId))).toBe('conflict')
    await setCollaborator(administer, ines.userId, 'author')
    await removeCollaborator(administer, mara.userId)
    expect(await refusal(on(mara, 'read'))).toBe('not_found')
  })

  it('may give up their own role and nobody else’s', async () => {
    await setCollaborator(await on(mara, 'administer'), ines.userId, 'critic')
    const read = await on(ines, 'read')
    expect(await refusal(removeCollaborator(read, mara.userId))).toBe('forbidden')
    await removeCollaborator(read, ines.userId)
    expect(await refusal(on(ines, 'read'))).toBe('not_found')
  })

  it('lose the manuscript with the workshop, and an author keeps his own', async () => {
    await setCollaborator(await on(mara, 'administer'), ines.userId, 'coauthor')
    const own = await authorizeWorkshop(aurel, workshopId, 'own')
    await removeMember(own, ines.userId)
    await removeMember(own, mara.userId)
    expect(await refusal(on(ines, 'read'))).toBe('not_found')
    expect((await on(mara, 'administer')).role).toBe('author')
  })
})

describe('its chapters', () => {
  it('move to where they are put, and the last place is as far as they go', async () => {
    const [first = '', , third = ''] = await chaptersNamed('One', 'Two', 'Three', 'Four')
    await changeChapter(await authorizeChapter(mara, third, 'edit'), { position: 0 })
    expect(await titles()).toEqual(['Three', 'One', 'Two', 'Four'])
    await changeChapter(await authorizeChapter(mara, first, 'edit'), { position: 1_000 })
    expect(await titles()).toEqual(['Three', 'Two', 'Four', 'One'])
  })

  it('stay in one row without gaps when many are moved and made at once', async () => {
    const ids = await chaptersNamed('One', 'Two', 'Three', 'Four', 'Five', 'Six')
    const edits = await Promise.all(ids.map((id) => authorizeChapter(mara, id, 'edit')))
    await Promise.all([
      ...edits.map((edit, index) => changeChapter(edit, { position: (index * 5) % 6 })),
      ...edits.map((edit, index) => changeChapter(edit, { position: (index * 7 + 3) % 6 })),
      createChapter(await on(mara, 'edit'), { title: 'Seven' }),
    ])
    expect((await titles()).sort()).toEqual(['Five', 'Four', 'One', 'Seven', 'Six', 'Three', 'Two'])
  })

  it('know their neighbours and what one may do there, and tell of changes', async () => {
    const [, second = ''] = await chaptersNamed('One', 'Two', 'Three')
    const heard: Notice[] = []
    const stop = subscribe((notice) => heard.push(notice))
    await changeChapter(await authorizeChapter(mara, second, 'edit'), { title: 'Low Water' })
    stop()
    expect(heard).toEqual([{ kind: 'chapter_changed', chapterId: second, docId: second }])
    const view = await viewChapter(await authorizeChapter(mara, second, 'read'))
    expect(view).toMatchObject({
      title: 'Low Water',
      role: 'author',
      can: { edit: true, administer: true },
      previous: { title: 'One' },
      following: { title: 'Three' },
      manuscript: { title: 'The Salt Road', language: 'en-GB' },
      workshop: { name: 'Tuesday Night Fiction' },
    })
  })

  it('come in pages', async () => {
    const ids = await chaptersNamed('One', 'Two', 'Three')
    const first = await listChapters(await on(mara, 'read'), { limit: 2 })
    expect(first.next).toBe(ids[1])
    const rest = await listChapters(await on(mara, 'read'), { limit: 2, cursor: first.next ?? '' })
    expect(rest.chapters.map(({ title }) => title)).toEqual(['Three'])
    expect(rest.next).toBeNull()
  })
})

async function thread(chapterId: string, by: Viewer, body: string, at = new Date()): Promise<string> {
  const id = newId()
  await database().thread.create({
    data: {
      ...{ id, chapterId, kind: 'comment', authorId: by.userId, createdAt: at, updatedAt: at },
      releasedAt: at,
      comments: { create: { id: newId(), authorId: by.userId, body, createdAt: at } },
    },
  })
  return id
}

async function reply(threadId: string, by: Viewer, body: string, at: Date): Promise<void> {
  await database().comment.create({
    data: { id: newId(), threadId, authorId: by.userId, body, createdAt: at },
  })
  await database().thread.update({ where: { id: threadId }, data: { updatedAt: at } })
}

describe('the desk', () => {
  const clock = fakeClock()
  const later = (minutes: number) => new Date(clock.now() + minutes * 60_000)

  it('shows chapters up for critique with what is new since the last visit', async () => {
    const [ferry = '', water = ''] = await chaptersNamed('The Last Ferry', 'Low Water')
    for (const id of [ferry, water])
      await changeChapter(await authorizeChapter(mara, id, 'edit'), { status: 'in_critique' })
    await changeManuscript(await on(mara, 'administer'), { workshopRole: 'critic' })
    const old = await thread(ferry, ines, 'A good, tired rhythm.', later(-60))
    await markVisited(await authorizeChapter(mara, ferry, 'read'), clock)
    await reply(old, ines, 'The second sentence too.', later(5))
    await reply(old, mara, 'Thank you!', later(6))
    await thread(water, ines, 'Why does nobody say so?', later(-30))
    const { critique } = await deskOf(mara)
    expect(
      Object.fromEntries(critique.map((row) => [row.title, [row.newComments, row.openThreads]])),
    ).toEqual({
      'The Last Ferry': [1, 1],
      'Low Water': [1, 1],
    })
    const seen = (await deskOf(aurel)).critique
    expect(seen.map(({ role, authors }) => [role, authors[0]?.name])).toEqual([
      ['critic', 'Mara Voss'],
      ['critic', 'Mara Voss'],
    ])
  })

  it('shows threads in which somebody answered, until the chapter is visited', async () => {
    const [ferry = ''] = await chaptersNamed('The Last Ferry')
    await setCollaborator(await on(mara, 'administer'), ines.userId, 'critic')
    const mine = await thread(ferry, ines, 'Who is missing?', later(-60))
    await thread(ferry, mara, 'A note to myself.', later(-50))
    expect((await deskOf(ines)).answers).toEqual([])
    await reply(mine, mara, 'Ha! '.repeat(200), later(-40))
    const [answered, ...others] = (await deskOf(ines)).answers
    expect(others).toEqual([])
    expect(answered).toMatchObject({ threadId: mine, comment: { author: { name: 'Mara Voss' } } })
    expect(answered?.comment.excerpt.length).toBeLessThanOrEqual(280)
    await markVisited(await authorizeChapter(ines, ferry, 'read'), clock)
    expect((await deskOf(ines)).answers).toEqual([])
  })

  it('shows the manuscripts one writes and the workshops one is in, and nothing that is not shared', async () => {
    await chaptersNamed('The Last Ferry')
    await database().chapter.updateMany({ data: { status: 'in_critique' } })
    const desk = await deskOf(mara)
    expect(desk.manuscripts.map(({ title }) => title)).toEqual(['The Salt Road'])
    expect(desk.workshops.map(({ name, manuscripts }) => [name, manuscripts])).toEqual([
      ['Tuesday Night Fiction', 1],
    ])
    expect(await deskOf(ines)).toMatchObject({ critique: [], answers: [], manuscripts: [] })
  })
})
