import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  authorize,
  authorizeChapter,
  authorizeTrashedChapter,
  authorizeTrashedManuscript,
  authorizeTrashedWorkshop,
  authorizeWorkshop,
} from '@/lib/access/authorize'
import type { Viewer } from '@/lib/access/contract'
import { deleteThread } from '@/lib/critique/threads'
import { database } from '@/lib/db/client'
import { changeChapter, listChapters, viewChapter } from '@/lib/manuscript/chapters'
import { deskOf } from '@/lib/manuscript/desk'
import { createChapter } from '@/lib/manuscript/making'
import { listManuscripts, viewManuscript } from '@/lib/manuscript/manuscripts'
import { PAGE_LIMIT } from '@/lib/paging'
import { listWorkshops } from '@/lib/workshop/workshops'
import { fakeClock, type FakeClock } from '@/tests/support/clock'
import { openCritique, refusalOf, type Critique } from '@/tests/support/critique'
import { workshopDatabase } from '@/tests/support/database'
import { TRASH_KEPT_MS } from './contract'
import { listTrash } from './listing'
import { FIRST_PURGE_MS, keepTrashEmptied, PURGE_EVERY_MS, purgeTrash } from './purge'
import {
  restoreChapter,
  restoreManuscript,
  restoreWorkshop,
  trashChapter,
  trashManuscript,
  trashWorkshop,
} from './trash'

workshopDatabase()

const page = { limit: PAGE_LIMIT }
let critique: Critique
let clock: FakeClock
let mara: Viewer
let workshopId: string

const chapters = async (manuscriptId: string) => {
  const { chapters: listed } = await listChapters(await authorize(mara, manuscriptId, 'read'), page)
  return listed.map(({ title, position }) => `${position} ${title}`)
}
const addChapter = async (title: string) =>
  (await createChapter(await authorize(mara, critique.manuscriptId, 'edit'), { title })).id
const trash = async (chapterId: string, who = mara) =>
  trashChapter(await authorizeChapter(who, chapterId, 'decide'), clock)
const bringBack = async (chapterId: string, who = mara) =>
  restoreChapter(await authorizeTrashedChapter(who, chapterId), clock)
const titles = async (viewer: Viewer) =>
  (await listTrash(viewer, page, clock)).items.map(({ kind, title, where }) => `${kind} ${title} in ${where}`)
const audited = async (subject: string) =>
  (await database().auditEntry.findMany({ where: { subject }, orderBy: { id: 'asc' } })).map(
    ({ action }) => action,
  )

beforeEach(async () => {
  critique = await openCritique('The ferry left at six.', 'Nobody counted the steps.')
  clock = fakeClock()
  mara = critique.mara
  workshopId = (await authorize(mara, critique.manuscriptId, 'read')).workshopId
})

afterEach(() => critique.close())

describe('a chapter in the trash', () => {
  it('is in no list and no count, and the others close ranks', async () => {
    const second = await addChapter('Low Water')
    await addChapter('The Bell')
    await database().chapter.update({ where: { id: second }, data: { status: 'in_critique', words: 900 } })
    expect((await deskOf(mara)).critique.map(({ id }) => id)).toContain(second)
    await trash(second)
    expect(await chapters(critique.manuscriptId)).toEqual(['0 Forty Steps', '1 The Bell'])
    const view = await viewManuscript(await authorize(mara, critique.manuscriptId, 'read'))
    expect(view).toMatchObject({ words: 0, chaptersInCritique: 0 })
    expect((await deskOf(mara)).critique).toEqual([])
    const first = await viewChapter(await authorizeChapter(mara, critique.chapterId, 'read'))
    expect(first.following).toMatchObject({ title: 'The Bell' })
    expect(await refusalOf(authorizeChapter(mara, second, 'read'))).toBe('not_found')
  })

  it('takes its answers off the desk of whoever wrote there', async () => {
    const thread = await critique.open(critique.ines)
    await database().comment.create({
      data: { id: 'answer', threadId: thread.id, authorId: mara.userId, body: 'Yes.', createdAt: new Date() },
    })
    expect((await deskOf(critique.ines)).answers).toHaveLength(1)
    await trash(critique.chapterId)
    expect((await deskOf(critique.ines)).answers).toEqual([])
  })

  it('comes back with its notes to the place it had', async () => {
    const second = await addChapter('Low Water')
    await addChapter('The Bell')
    await critique.open(critique.ines)
    await trash(critique.chapterId)
    await trash(second)
    await bringBack(second)
    expect(await chapters(critique.manuscriptId)).toEqual(['0 Low Water', '1 The Bell'])
    await bringBack(critique.chapterId)
    expect(await chapters(critique.manuscriptId)).toEqual(['0 Forty Steps', '1 Low Water', '2 The Bell'])
    expect(await critique.list()).toHaveLength(1)
  })

  it('comes back last when fewer chapters are left than stood before it', async () => {
    const second = await addChapter('Low Water')
    const third = await addChapter('The Bell')
    await trash(third)
    await trash(second)
    await trash(critique.chapterId)
    await bringBack(third)
    expect(await chapters(critique.manuscriptId)).toEqual(['0 The Bell'])
  })

  it('is not moved about or counted by what happens to the others meanwhile', async () => {
    const second = await addChapter('Low Water')
    await addChapter('The Bell')
    await trash(second)
    await changeChapter(await authorizeChapter(mara, critique.chapterId, 'edit'), { position: 9 })
    await addChapter('The Lamp')
    expect(await chapters(critique.manuscriptId)).toEqual(['0 The Bell', '1 Forty Steps', '2 The Lamp'])
  })

  it('is offered to whoever decides, and to nobody else', async () => {
    await trash(critique.chapterId)
    const { mara: author, tomas, ines, kit, odile } = critique
    for (const viewer of [author, tomas])
      expect(await titles(viewer)).toEqual(['chapter Forty Steps in The Last Ferry'])
    for (const viewer of [ines, kit, odile]) {
      expect(await titles(viewer)).toEqual([])
      expect(await refusalOf(bringBack(critique.chapterId, viewer))).toBe('not_found')
    }
    await bringBack(critique.chapterId, tomas)
    expect(await titles(author)).toEqual([])
    expect(await audited(critique.chapterId)).toEqual(['chapter.deleted', 'chapter.restored'])
  })

  it('leaves a row that closes the connections of the manuscript', async () => {
    await trash(critique.chapterId)
    const last = await database().accessChange.findFirst({ orderBy: { id: 'desc' } })
    expect(last).toMatchObject({ manuscriptId: critique.manuscriptId, userId: null })
  })
})

describe('a manuscript in the trash', () => {
  it('is nowhere with all its chapters, and comes back without those that went before it', async () => {
    const second = await addChapter('Low Water')
    await trash(second)
    await trashManuscript(await authorize(mara, critique.manuscriptId, 'administer'), clock)
    expect((await listManuscripts(mara, page)).manuscripts).toEqual([])
    expect((await listWorkshops(mara, page)).workshops).toMatchObject([{ manuscripts: 0 }])
    expect(await titles(mara)).toEqual(['manuscript The Last Ferry in Tuesday Circle'])
    expect(await titles(critique.tomas)).toEqual([])
    await restoreManuscript(await authorizeTrashedManuscript(mara, critique.manuscriptId), clock)
    expect(await chapters(critique.manuscriptId)).toEqual(['0 Forty Steps'])
    expect(await titles(mara)).toEqual(['chapter Low Water in The Last Ferry'])
  })
})

describe('a workshop in the trash', () => {
  it('is nowhere with all its manuscripts, and comes back with its members', async () => {
    await trashWorkshop(await authorizeWorkshop(mara, workshopId, 'own'), clock)
    for (const viewer of [mara, critique.tomas]) {
      expect((await listWorkshops(viewer, page)).workshops).toEqual([])
      expect((await listManuscripts(viewer, page)).manuscripts).toEqual([])
    }
    expect(await titles(mara)).toEqual(['workshop Tuesday Circle in null'])
    expect(await titles(critique.tomas)).toEqual([])
    await restoreWorkshop(await authorizeTrashedWorkshop(mara, workshopId), clock)
    expect((await listManuscripts(critique.odile, page)).manuscripts).toHaveLength(1)
  })
})

describe('the trash', () => {
  it('offers a note to whoever opened it and to whoever decides', async () => {
    const thread = await critique.open(critique.ines, { body: 'Whose steps?' })
    await deleteThread(await critique.thread(mara, thread.id, 'comment'))
    clock.advance(Date.now() - clock.now())
    for (const viewer of [mara, critique.tomas, critique.ines])
      expect(await titles(viewer)).toEqual(['thread Whose steps? in Forty Steps'])
    for (const viewer of [critique.kit, critique.odile]) expect(await titles(viewer)).toEqual([])
  })

  it('goes newest first through its pages, each thing once', async () => {
    const made = ['One', 'Two', 'Three', 'Four', 'Five']
    for (const title of made) {
      await trash(await addChapter(title))
      if (title !== 'Three') clock.advance(1_000)
    }
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const { items, next } = await listTrash(mara, { limit: 2, ...(cursor && { cursor }) }, clock)
      seen.push(...items.map(({ title }) => title))
      cursor = next ?? undefined
    } while (cursor)
    expect(seen).toHaveLength(5)
    expect([...seen].sort()).toEqual([...made].sort())
    expect(seen[0]).toBe('Five')
    expect(seen.at(-1)).toBe('One')
  })

  it('says until when each thing is kept and who put it there', async () => {
    await trash(critique.chapterId, critique.tomas)
    const [item] = (await listTrash(mara, page, clock)).items
    expect(item?.trashedBy?.name).toBe('Tomas Oyelaran')
    expect(Date.parse(item?.goneAt ?? '') - Date.parse(item?.trashedAt ?? '')).toBe(TRASH_KEPT_MS)
  })
})

/** How many rows are kept of a doc, by model. */
const rowsOf = async (docId: string) => {
  const where = { docId }
  const db = database()
  const counts = [db.docUpdate, db.docSnapshot, db.docSegment, db.docDamage, db.docWriter].map((model) =>
    (model.count as (args: object) => Promise<number>)({ where }),
  )
  return Promise.all([...counts, db.doc.count({ where: { id: docId } })])
}

async function fillLog(docId: string): Promise<void> {
  const db = database()
  const bytes = new Uint8Array([0, 0])
  const at = new Date(clock.now())
  const seqs = Array.from({ length: 1_200 }, (_, index) => index + 2)
  await db.docUpdate.createMany({ data: seqs.map((seq) => ({ docId, seq, bytes, createdAt: at })) })
  await db.docSnapshot.create({ data: { docId, uptoSeq: 1, bytes, createdAt: at } })
  await db.docSegment.create({ data: { docId, fromSeq: 1, toSeq: 1, bytes, firstAt: at, lastAt: at } })
  await db.docDamage.create({ data: { docId, goodSeq: 1, lastSeq: 2, reason: 'crc', foundAt: at } })
}

describe('after 30 days', () => {
  beforeEach(async () => {
    await purgeTrash(fakeClock(Date.now() + 2 * TRASH_KEPT_MS))
  })

  it('a chapter is gone for good with its log and its notes; that it was deleted stays known', async () => {
    const { chapterId } = critique
    const kept = await addChapter('Low Water')
    const thread = await critique.open(critique.ines)
    await fillLog(chapterId)
    await trash(chapterId)
    clock.advance(TRASH_KEPT_MS - 1)
    expect(await purgeTrash(clock)).toMatchObject({ chapters: 0 })
    expect(await titles(mara)).toHaveLength(1)
    clock.advance(1)
    expect(await titles(mara)).toEqual([])
    expect(await refusalOf(bringBack(chapterId))).toBe('not_found')
    expect(await purgeTrash(clock)).toMatchObject({ chapters: 1 })
    expect(await rowsOf(chapterId)).toEqual([0, 0, 0, 0, 0, 0])
    expect(await database().chapter.count({ where: { id: chapterId } })).toBe(0)
    expect(await database().thread.count({ where: { id: thread.id } })).toBe(0)
    expect((await rowsOf(kept))[0]).toBe(1)
    expect(await audited(chapterId)).toEqual(['chapter.deleted', 'chapter.purged'])
  })

  it('a workshop is gone with its manuscripts and the docs of their chapters', async () => {
    const { chapterId, manuscriptId } = critique
    await trashWorkshop(await authorizeWorkshop(mara, workshopId, 'own'), clock)
    clock.advance(TRASH_KEPT_MS)
    expect(await purgeTrash(clock)).toMatchObject({ workshops: 1, manuscripts: 1, chapters: 1 })
    expect(await rowsOf(chapterId)).toEqual([0, 0, 0, 0, 0, 0])
    expect(await audited(workshopId)).toContain('workshop.purged')
    expect(await audited(manuscriptId)).toContain('manuscript.purged')
    expect(await purgeTrash(clock)).toEqual({
      workshops: 0,
      manuscripts: 0,
      chapters: 0,
      betaSessions: 0,
      threads: 0,
    })
  })

  it('a note is gone, and who deleted it stays known', async () => {
    const thread = await critique.open(critique.ines)
    await deleteThread(await critique.thread(critique.ines, thread.id, 'comment'))
    const late = fakeClock(Date.now() + TRASH_KEPT_MS + 1)
    expect(await purgeTrash(late)).toMatchObject({ threads: 1 })
    expect(await audited(thread.id)).toEqual(['thread.deleted', 'thread.purged'])
  })

  it('the server purges by itself, some minutes after its start and then each day', async () => {
    const emptying = keepTrashEmptied({ clock })
    await trash(critique.chapterId)
    clock.advance(FIRST_PURGE_MS)
    await emptying.settled()
    expect((await rowsOf(critique.chapterId)).at(-1)).toBe(1)
    clock.advance(TRASH_KEPT_MS + PURGE_EVERY_MS)
    await emptying.settled()
    expect((await rowsOf(critique.chapterId)).at(-1)).toBe(0)
    emptying.stop()
    expect(clock.waiting).toBe(0)
  })
})
