import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { authorize, authorizeWorkshop } from '@/lib/access/authorize'
import type { Viewer } from '@/lib/access/contract'
import { addComment } from '@/lib/critique/comments'
import type { ThreadView } from '@/lib/critique/contract'
import { ReceiptBody } from '@/lib/critique/contract.receipts'
import { handIn, withdraw } from '@/lib/critique/packages'
import { giveReceipt } from '@/lib/critique/receipts'
import { tellReceipts } from '@/lib/critique/receipts-telling'
import { beginRound, authorizeRound } from '@/lib/critique/rounds'
import { deleteThread } from '@/lib/critique/threads'
import { publish } from '@/lib/events/events'
import { removeCollaborator, setCollaborator } from '@/lib/manuscript/collaborators'
import { PAGE_LIMIT } from '@/lib/paging'
import { removeMember } from '@/lib/workshop/members'
import { openCritique, refusalOf, type Critique } from '@/tests/support/critique'
import { workshopDatabase } from '@/tests/support/database'
import { fakeClock } from '@/tests/support/clock'
import { newsFor } from './news'
import { changeSwitches, listNotices, readNewNotes, readNotices, stampOf, switchesOf } from './notices'

const world = workshopDatabase()
let critique: Critique

beforeEach(async () => {
  critique = await openCritique('Aurel had sharpened the pencil for the occasion.')
  for (const name of ['mara', 'tomas', 'ines', 'kit', 'odile'] as const) await readAll(critique[name])
})

afterEach(() => critique.close())

const readAll = (viewer: Viewer) => readNotices(viewer, { until: new Date(Date.now() + 1).toISOString() })
const unread = async (viewer: Viewer) => {
  const { notices } = await listNotices(viewer, { limit: PAGE_LIMIT })
  return notices
    .filter(({ isRead }) => !isRead)
    .map(({ kind, count, people }) => `${kind} ×${count} by ${people.map(({ name }) => name).join(', ')}`)
}
const answer = async (
  who: 'mara' | 'tomas' | 'ines' | 'kit',
  thread: ThreadView,
  body = 'And earlier still.',
) => addComment(await critique.thread(critique[who], thread.id, 'comment'), { body })

describe('what people are told', () => {
  it('is that there are new notes, once for many, and only those who write the chapter hear it', async () => {
    await critique.open(critique.ines)
    await critique.open(critique.kit)
    await critique.open(critique.ines)
    expect(await unread(critique.mara)).toEqual(['new_notes ×3 by Ines Rautio, Kit Halvorsen'])
    expect(await unread(critique.tomas)).toEqual(['new_notes ×3 by Ines Rautio, Kit Halvorsen'])
    for (const name of ['ines', 'kit', 'odile'] as const) expect(await unread(critique[name])).toEqual([])
  })

  it('is that somebody answered, for all who take part in the note, never for who wrote it', async () => {
    const thread = await critique.open(critique.ines)
    await answer('mara', thread)
    await answer('kit', thread)
    expect(await unread(critique.ines)).toEqual(['answer ×2 by Kit Halvorsen, Mara Voss'])
    expect(await unread(critique.kit)).toEqual([])
    expect(await unread(critique.mara)).toContain('answer ×1 by Kit Halvorsen')
  })

  it('is that somebody named one, instead of that there is something new', async () => {
    const called = { mentions: [critique.kit.userId, critique.tomas.userId] }
    const thread = await critique.open(critique.ines, called)
    expect(await unread(critique.kit)).toEqual(['mention ×1 by Ines Rautio'])
    expect(await unread(critique.tomas)).toEqual(['mention ×1 by Ines Rautio'])
    await addComment(await critique.thread(critique.mara, thread.id, 'comment'), {
      ...{ body: 'Ines, look again.', mentions: [critique.ines.userId] },
    })
    expect(await unread(critique.ines)).toEqual(['mention ×1 by Mara Voss'])
  })

  it('is one thing for a whole package that is handed in, and nothing while it is its critic’s own', async () => {
    const { id } = await beginRound(await critique.chapter(critique.mara, 'decide'), {
      ...{ question: 'Does the end come too soon?', isBlind: true, allowsOpen: true },
    })
    expect(await unread(critique.kit)).toEqual(['asked ×1 by Mara Voss'])
    expect(await unread(critique.odile)).toEqual([])
    for (const body of ['Too soon.', 'And too quietly.']) await critique.open(critique.ines, { body })
    await critique.open(critique.ines, {
      body: 'Openly.',
      visibility: 'open',
      mentions: [critique.kit.userId],
    })
    expect(await unread(critique.mara)).toEqual(['new_notes ×1 by Ines Rautio'])
    expect(await unread(critique.kit)).toEqual(['asked ×1 by Mara Voss'])
    const round = await authorizeRound(critique.ines, id, 'comment')
    await handIn(round)
    expect(await unread(critique.mara)).toContain('handed_in ×1 by Ines Rautio')
    expect(await unread(critique.kit)).toEqual(['asked ×1 by Mara Voss'])
    await withdraw(round)
    expect(await unread(critique.mara)).toEqual(['new_notes ×1 by Ines Rautio'])
  })

  it('is that a manuscript was shared, and not that a role in it changed', async () => {
    const administer = await authorize(critique.mara, critique.manuscriptId, 'administer')
    await removeCollaborator(administer, critique.kit.userId)
    await setCollaborator(administer, critique.kit.userId, 'critic')
    await setCollaborator(administer, critique.kit.userId, 'coauthor')
    expect(await unread(critique.kit)).toEqual(['shared ×1 by Mara Voss'])
  })

  it('reaches nobody who may not read the chapter any more', async () => {
    const thread = await critique.open(critique.ines)
    const { workshopId } = await critique.chapter(critique.mara, 'read')
    const own = await authorizeWorkshop(critique.mara, workshopId, 'own')
    await removeMember(own, critique.ines.userId)
    await answer('mara', thread)
    expect(await world.db.notice.count({ where: { userId: critique.ines.userId, kind: 'answer' } })).toBe(0)
  })

  it('is once for all notes of theirs what became of them, in figures, and can be switched off', async () => {
    const { ines, kit, mara } = critique
    await changeSwitches(kit, { receipts: false })
    for (const [critic, outcome] of [
      [ines, 'used'],
      [ines, 'used'],
      [ines, 'later'],
      [kit, 'kept'],
    ] as const) {
      const { id } = await critique.open(critic)
      const note = await critique.thread(mara, id, 'edit')
      await giveReceipt(note, ReceiptBody.parse({ outcome }))
    }
    expect(await unread(ines)).toEqual([])
    await tellReceipts(await critique.chapter(mara, 'edit'))
    expect(await unread(ines)).toEqual(['receipts ×1 by Mara Voss'])
    expect((await listNotices(ines, { limit: 1 })).notices[0]).toMatchObject({
      receipts: { used: 2, partly: 0, kept: 0, later: 1 },
      threadId: null,
    })
    expect(await unread(kit)).toEqual([])
  })

  it('is nothing of a kind that one switched off, and stays off until it is switched on', async () => {
    await changeSwitches(critique.mara, { new_notes: false })
    await critique.open(critique.ines)
    expect(await unread(critique.mara)).toEqual([])
    expect((await switchesOf(critique.mara)).new_notes).toBe(false)
    expect((await changeSwitches(critique.mara, { new_notes: true })).new_notes).toBe(true)
    await critique.open(critique.ines)
    expect(await unread(critique.mara)).toEqual(['new_notes ×1 by Ines Rautio'])
  })
})

describe('a notice', () => {
  it('begins anew after it was read', async () => {
    await critique.open(critique.ines)
    await readAll(critique.mara)
    expect((await stampOf(critique.mara)).unread).toBe(0)
    await critique.open(critique.kit)
    expect(await unread(critique.mara)).toEqual(['new_notes ×1 by Kit Halvorsen'])
  })

  it('is read by a visit of the chapter when it only said that there are new notes', async () => {
    const thread = await critique.open(critique.ines)
    await answer('mara', thread)
    await answer('ines', thread)
    await readNewNotes(critique.mara, critique.chapterId)
    expect(await unread(critique.mara)).toEqual(['answer ×1 by Ines Rautio'])
  })

  it('is not shown, and counts no more, when what it is about was deleted or is not shared any more', async () => {
    const thread = await critique.open(critique.ines)
    await answer('mara', thread)
    await deleteThread(await critique.thread(critique.mara, thread.id, 'comment'))
    expect(await unread(critique.ines)).toEqual([])
    expect((await stampOf(critique.ines)).unread).toBe(0)
    await critique.open(critique.ines)
    const { workshopId } = await critique.chapter(critique.mara, 'read')
    await removeMember(await authorizeWorkshop(critique.mara, workshopId, 'own'), critique.tomas.userId)
    expect(await unread(critique.tomas)).toEqual([])
  })

  it('is read only by whom it is for', async () => {
    await critique.open(critique.ines)
    const { notices } = await listNotices(critique.mara, { limit: 1 })
    await readNotices(critique.ines, { ids: notices.map(({ id }) => id) })
    expect(await unread(critique.mara)).toHaveLength(1)
    expect(await refusalOf(listNotices(critique.ines, { limit: 1, cursor: notices[0]!.id }))).toBe('invalid')
  })

  it('comes page by page, the newest first', async () => {
    const threads = [await critique.open(critique.ines), await critique.open(critique.ines)]
    for (const thread of threads) await answer('mara', thread)
    const first = await listNotices(critique.ines, { limit: 1 })
    const second = await listNotices(critique.ines, { limit: 1, cursor: first.next! })
    expect([...first.notices, ...second.notices].map(({ threadId }) => threadId)).toEqual(
      threads.map(({ id }) => id).reverse(),
    )
  })
})

describe('waiting for news', () => {
  const ask = (viewer: Viewer, since: string, clock = fakeClock()) =>
    newsFor(viewer, { since, wait: 20 }, clock)

  it('ends when somebody does something, and tells no more than that', async () => {
    const { stamp } = await stampOf(critique.mara)
    const waiting = ask(critique.mara, stamp)
    await critique.open(critique.ines)
    const news = await waiting
    expect(Object.keys(news)).toEqual(['stamp'])
    expect(news.stamp).not.toBe(stamp)
    expect(news.stamp).toBe((await stampOf(critique.mara)).stamp)
  })

  it('does not begin for who is behind, and ends when the time is over or the login ends', async () => {
    expect((await ask(critique.mara, 'long ago')).stamp).toBe((await stampOf(critique.mara)).stamp)
    const { stamp } = await stampOf(critique.mara)
    const clock = fakeClock()
    const waiting = ask(critique.mara, stamp, clock)
    await stampOf(critique.mara)
    clock.advance(20_000)
    expect((await waiting).stamp).toBe(stamp)
    const another = ask(critique.mara, stamp)
    await stampOf(critique.mara)
    publish({ kind: 'access_changed', loginId: critique.mara.login.id })
    expect((await another).stamp).toBe(stamp)
  })
})
