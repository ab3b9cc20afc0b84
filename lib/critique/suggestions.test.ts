import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { authorizeChapter, authorizeThread } from '@/lib/access/authorize'
import type { Viewer } from '@/lib/access/contract'
import { database } from '@/lib/db/client'
import { listNotices } from '@/lib/notify/notices'
import { refusalOf } from '@/tests/support/critique'
import { workshopDatabase } from '@/tests/support/database'
import { openVersionDesk, type VersionDesk } from '@/tests/support/versions'
import { NewThread, type ThreadView } from './contract'
import { acceptSuggestion, changeAnyThread, decideAll, rejectSuggestion } from './suggestions'
import { openThread, showThread } from './threads'

workshopDatabase()
let desk: VersionDesk

beforeEach(async () => {
  desk = await openVersionDesk(
    'The ferry left at six, and nobody waved.',
    'Aurel counted the *grey* gulls twice.',
  )
})

afterEach(() => desk.close())

async function suggest(exact: string, replacement: string, by: Viewer = desk.ines): Promise<ThreadView> {
  const body = NewThread.parse({ kind: 'suggestion', quote: { exact }, replacement })
  return openThread(await authorizeChapter(by, desk.chapterId, 'comment'), body)
}
const mayDecide = (id: string, viewer: Viewer = desk.mara) => authorizeThread(viewer, id, 'edit')
const accept = async ({ id }: ThreadView, viewer?: Viewer) => acceptSuggestion(await mayDecide(id, viewer))
const reject = async ({ id }: ThreadView) => rejectSuggestion(await mayDecide(id))
const reopen = ({ id }: ThreadView, viewer: Viewer = desk.mara) =>
  changeAnyThread(viewer, id, { status: 'open' })
const now = async ({ id }: ThreadView) => showThread(await authorizeThread(desk.mara, id, 'read'))
const lines = async () => (await desk.saved()).replaceAll(/<[^>]*>/g, '')

describe('a suggestion', () => {
  it('is made by somebody who may not edit, with or without a remark, and changes nothing by itself', async () => {
    const thread = await suggest('at six', 'at seven')
    expect(thread).toMatchObject({
      kind: 'suggestion',
      status: 'open',
      quote: 'at six',
      replacement: 'at seven',
    })
    expect([thread.fits, thread.comments, thread.can.decide]).toEqual([true, [], false])
    expect((await now(thread)).can.decide).toBe(true)
    expect(await lines()).toContain('The ferry left at six')
  })

  it('needs a passage and words that differ, and a comment has none', async () => {
    expect(NewThread.safeParse({ kind: 'suggestion', replacement: 'x' }).success).toBe(false)
    expect(NewThread.safeParse({ kind: 'suggestion', quote: { exact: 'x' } }).success).toBe(false)
    expect(NewThread.safeParse({ kind: 'comment', body: 'x', replacement: 'y' }).success).toBe(false)
    expect(NewThread.safeParse({ kind: 'comment', body: ' ' }).success).toBe(false)
    expect(await refusalOf(suggest('at six', 'at six'))).toBe('invalid')
  })

  it('that is accepted writes its words in its proposer’s name, in one step with its status', async () => {
    const tomas = await desk.join(desk.tomas)
    const view = await accept(await suggest('at six', 'at seven sharp'))
    await desk.exchange()
    expect(view).toMatchObject({ status: 'accepted', fits: null, resolvedBy: { name: 'Mara Voss' } })
    expect(await lines()).toContain('The ferry left at seven sharp, and nobody waved.')
    expect(tomas.text).toContain('at seven sharp')
    const last = await database().docUpdate.findFirst({
      where: { docId: desk.docId },
      orderBy: { seq: 'desc' },
      select: { authorId: true },
    })
    expect(last?.authorId).toBe(desk.ines.userId)
    expect((await listNotices(desk.ines, { limit: 1 })).notices[0]).toMatchObject({ kind: 'decided' })
  })

  it('keeps the formatting around and inside of its passage', async () => {
    await accept(await suggest('the grey gulls', 'all the grey gulls'))
    expect(await desk.saved()).toContain('Aurel counted all the <italic>grey</italic> gulls twice.')
    await accept(await suggest('grey', 'white'))
    expect(await desk.saved()).toContain('all the <italic>white</italic> gulls')
  })

  it('can cut words and whole paragraphs, and divide one', async () => {
    await accept(await suggest(', and nobody waved', ''))
    expect(await lines()).toBe('The ferry left at six.\nAurel counted the grey gulls twice.')
    await accept(await suggest('Aurel counted the grey gulls twice.', ''))
    expect(await lines()).toBe('The ferry left at six.')
    await accept(await suggest('left at six', 'left.\nAt six'))
    expect(await lines()).toBe('The ferry left.\nAt six.')
  })

  it('that cuts words leaves no blank behind that nobody would have typed', async () => {
    await accept(await suggest('at six', ''))
    expect(await lines()).toContain('The ferry left, and nobody waved.')
    await accept(await suggest('The ferry', ''))
    expect(await lines()).toContain('left, and nobody waved.')
    const middle = await suggest('nobody', '')
    await accept(middle)
    expect(await lines()).toContain('left, and waved.')
    await reopen(middle)
    expect(await lines()).toBe('left, and nobody waved.\nAurel counted the grey gulls twice.')
  })

  it('is taken back by opening it again, with its old words as they looked, and can be accepted again', async () => {
    for (const [exact, replacement] of [
      ['the grey gulls', 'a gull'],
      ['Aurel counted the grey gulls twice.', ''],
      [', and nobody waved', ''],
    ] as const) {
      const before = await desk.saved()
      const thread = await suggest(exact, replacement)
      await accept(thread)
      expect(await reopen(thread)).toMatchObject({ status: 'open', fits: true, resolvedBy: null })
      expect(await desk.saved()).toBe(before)
      await accept(thread)
      await reopen(thread)
      expect(await desk.saved()).toBe(before)
    }
  })

  it('is refused when its words have changed, and nothing is changed', async () => {
    const thread = await suggest('left at six', 'sailed at six')
    const tomas = await desk.join(desk.tomas)
    tomas.type('The ferry left '.length, 'never ')
    await desk.exchange()
    expect((await now(thread)).fits).toBe(false)
    const before = await desk.saved()
    await expect(accept(thread)).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('The words have changed') as string,
    })
    expect([await desk.saved(), (await now(thread)).status]).toEqual([before, 'open'])
  })

  it('cannot be taken back any more when the accepted words were changed', async () => {
    const thread = await suggest('at six', 'at seven')
    await accept(thread)
    const tomas = await desk.join(desk.tomas)
    tomas.type('The ferry left at se'.length, '...')
    await desk.exchange()
    expect(await refusalOf(reopen(thread))).toBe('conflict')
    expect((await now(thread)).status).toBe('accepted')
  })

  it('that is rejected leaves the chapter as it is, and can be opened again', async () => {
    const thread = await suggest('at six', 'at seven')
    expect(await reject(thread)).toMatchObject({ status: 'rejected' })
    expect(await refusalOf(accept(thread))).toBe('conflict')
    expect(await reopen(thread)).toMatchObject({ status: 'open', fits: true })
    await accept(thread)
    expect(await refusalOf(reject(thread))).toBe('conflict')
  })

  it('is decided only by who may edit, and never resolved', async () => {
    const thread = await suggest('at six', 'at seven')
    expect(await refusalOf(mayDecide(thread.id, desk.ines))).toBe('forbidden')
    expect(await refusalOf(changeAnyThread(desk.mara, thread.id, { status: 'resolved' }))).toBe('conflict')
    await accept(thread)
    expect(await refusalOf(reopen(thread, desk.ines))).toBe('forbidden')
  })
})

describe('suggestions that overlap', () => {
  it('stay where their own words stand, and are shown as changed where these were overtaken', async () => {
    const first = await suggest('left at six', 'sailed at six')
    const inside = await suggest('six', 'seven')
    const beside = await suggest('nobody waved', 'somebody waved')
    await accept(first)
    expect([(await now(inside)).fits, (await now(beside)).fits]).toEqual([true, true])
    await accept(inside)
    expect(await lines()).toContain('The ferry sailed at seven, and nobody waved.')
    const late = await suggest('sailed at seven', 'left')
    await accept(await suggest('at seven', 'early'))
    expect((await now(late)).fits).toBe(false)
    expect(await refusalOf(accept(late))).toBe('conflict')
  })

  it('are never applied twice, by whomever and however often at once', async () => {
    const thread = await suggest('at six', 'at six sharp')
    const outcomes = await Promise.all(
      [1, 2, 3].map((turn) => refusalOf(accept(thread, turn === 2 ? desk.tomas : desk.mara))),
    )
    expect(outcomes.toSorted()).toEqual(['conflict', 'conflict', 'done'])
    expect(await lines()).toContain('left at six sharp, and nobody')
  })

  it('of one person are decided together, those that still fit', async () => {
    const mine = [await suggest('at six', 'at seven'), await suggest('twice', 'once')]
    const overtaken = await suggest('left at six', 'left late')
    const other = await suggest('grey', 'white', desk.tomas)
    const all = await decideAll(await desk.chapter(), desk.ines.userId, 'accept')
    expect(all).toEqual({ decided: mine.map(({ id }) => id), changed: [overtaken.id] })
    expect(await lines()).toBe(
      'The ferry left at seven, and nobody waved.\nAurel counted the grey gulls once.',
    )
    expect((await now(other)).status).toBe('open')
    expect(await decideAll(await desk.chapter(), desk.ines.userId, 'reject')).toEqual({
      decided: [overtaken.id],
      changed: [],
    })
  })
})

it('accepted while others type: their words and the suggestion’s both stand', async () => {
  const thread = await suggest('nobody waved', 'somebody waved')
  const tomas = await desk.join(desk.tomas)
  const accepting = accept(thread)
  for (const letter of 'At last ') {
    tomas.type(0, letter)
    tomas.pass()
  }
  await desk.exchange()
  expect((await accepting).status).toBe('accepted')
  await desk.exchange()
  expect(await lines()).toContain('somebody waved')
  expect(tomas.text.replaceAll(/<[^>]*>/g, '')).toBe(await lines())
})
