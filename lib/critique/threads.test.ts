import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { newId } from '@/lib/ids'
import { openCritique, refusalOf, type Critique } from '@/tests/support/critique'
import { workshopDatabase } from '@/tests/support/database'
import { CRITIQUE_LIMITS, ThreadView } from './contract'
import { changeThread, deleteThread, listThreads, openThread, restoreThread, showThread } from './threads'

const world = workshopDatabase()
let critique: Critique

const SIGN = 'NO SERVICE, said the board.'
const COUNT = 'Odile counted the steps and wrote the number down.'
const AGAIN = 'The board said NO SERVICE again, and Odile counted the steps twice.'

beforeEach(async () => {
  critique = await openCritique(SIGN, COUNT, AGAIN)
})

afterEach(() => critique.close())

const placed = ({ placement }: ThreadView) => placement && [placement.state, placement.text]

describe('opening a thread', () => {
  it('stands on the words of a quote that stand once, live for everyone, in the right view', async () => {
    const quote = { exact: 'wrote the number down' }
    const thread = await critique.open(critique.ines, { quote, category: 'line', body: 'Would she?' })
    expect(ThreadView.parse(thread)).toEqual(thread)
    expect(thread).toMatchObject({
      ...{ chapterId: critique.chapterId, kind: 'comment', category: 'line', status: 'open' },
      ...{ quote: 'wrote the number down', author: { name: 'Ines Rautio', userId: critique.ines.userId } },
      comments: [{ body: 'Would she?', deleted: false, editedAt: null }],
    })
    const from = critique.page.text.indexOf(quote.exact)
    expect(thread.placement).toEqual({
      ...{ state: 'exact', from, to: from + quote.exact.length, text: quote.exact },
    })
    expect(critique.told).toEqual([thread.id])
    const anchors = await world.db.threadAnchor.findMany({ where: { threadId: thread.id } })
    expect(anchors.map(({ version, seq, origin }) => [version, seq, origin])).toEqual([
      [1, critique.seq, 'made'],
    ])
  })

  it('tells equal passages apart by what stands before or after', async () => {
    const first = await critique.open(critique.ines, {
      quote: { exact: 'Odile counted the steps', suffix: ' and' },
    })
    const second = await critique.open(critique.ines, {
      quote: { exact: 'Odile counted the steps', prefix: 'again, and ' },
    })
    expect(first.placement?.from).toBe(critique.page.text.indexOf('Odile'))
    expect(second.placement?.from).toBe(critique.page.text.lastIndexOf('Odile'))
  })

  it.each([
    ['is nowhere', { exact: 'the bridge came back' }, 'quote_not_found'],
    ['has other quotation marks or case', { exact: 'no service, said' }, 'quote_not_found'],
    ['is not after its prefix', { exact: 'wrote', prefix: 'Odile ' }, 'quote_not_found'],
    ['stands twice', { exact: 'NO SERVICE' }, 'quote_ambiguous'],
    ['is blank', { exact: ' ' }, 'quote_ambiguous'],
    ['is a blank line break', { exact: '\n', prefix: 'board.' }, 'quote_not_found'],
  ])('refuses a quote that %s, and keeps nothing', async (_, quote, code) => {
    expect(await refusalOf(critique.open(critique.ines, { quote }))).toBe(code)
    expect(await critique.list()).toEqual([])
    expect(critique.told).toEqual([])
  })

  it('takes the ends of a passage, also across paragraphs and beside equal words', async () => {
    const { start } = critique.ends('said the board')
    const { end } = critique.ends('Odile counted the steps and')
    const thread = await critique.open(critique.kit, { anchor: { start, end } })
    expect(placed(thread)).toEqual(['exact', 'said the board.\nOdile counted the steps and'])
  })

  it('takes the words when the ends no longer stand, or stand on other words', async () => {
    const anchor = critique.ends('wrote the number down')
    critique.page.replace('wrote the number down', 'carved the number in the rail')
    const stale = await critique.open(critique.ines, { anchor, quote: { exact: 'said the board' } })
    expect(placed(stale)).toEqual(['exact', 'said the board'])
    const elsewhere = await critique.open(critique.ines, {
      anchor: critique.ends('carved'),
      quote: { exact: 'said the board' },
    })
    expect(placed(elsewhere)).toEqual(['exact', 'said the board'])
  })

  it.each(['', 'AAAA', 'not base64!', Buffer.from('hostile bytes').toString('base64')])(
    'refuses ends that are no positions of this chapter: “%s”',
    async (end) => {
      const { start } = critique.ends('said the board')
      expect(await refusalOf(critique.open(critique.ines, { anchor: { start, end } }))).toBe(
        'quote_not_found',
      )
    },
  )

  it('refuses ends with nothing but blanks between them', async () => {
    const blank = critique.page.text.indexOf(' the board.')
    const { plain } = critique.page
    const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')
    const at = (from: number, to: number) => ({
      ...{ start: base64(plain.positionBefore(from)), end: base64(plain.positionAfter(to)) },
    })
    expect(await refusalOf(critique.open(critique.ines, { anchor: at(blank, blank + 1) }))).toBe(
      'quote_not_found',
    )
    expect(await refusalOf(critique.open(critique.ines, { anchor: at(blank + 1, blank + 1) }))).toBe(
      'quote_not_found',
    )
    expect(await critique.list()).toEqual([])
  })

  it('is about the whole chapter without a passage', async () => {
    const thread = await critique.open(critique.ines, { body: 'I want the next one now.' })
    expect(thread).toMatchObject({ quote: null, anchor: null, placement: null })
  })

  it('is not for readers, nor for those with whom the manuscript is not shared', async () => {
    expect(await refusalOf(critique.open(critique.odile))).toBe('forbidden')
    const other = await openCritique('Another island.')
    expect(await refusalOf(critique.open(other.mara))).toBe('not_found')
    other.close()
    expect(critique.told).toEqual([])
  })

  it('ends when a chapter has all the notes it may have', async () => {
    const at = new Date()
    await world.db.thread.createMany({
      data: Array.from({ length: CRITIQUE_LIMITS.threadsPerChapter }, () => ({
        ...{ id: newId(), chapterId: critique.chapterId, kind: 'comment' as const },
        ...{ authorId: critique.ines.userId, createdAt: at, updatedAt: at },
      })),
    })
    expect(await refusalOf(critique.open(critique.ines))).toBe('conflict')
  })
})

describe('looking after a thread', () => {
  it('is its opener’s, and of those who decide; another critic may only answer', async () => {
    const thread = await critique.open(critique.ines)
    const can = async (viewer: Critique['ines']) =>
      (await showThread(await critique.thread(viewer, thread.id, 'read'))).can
    const all = { reply: true, resolve: true, delete: true, pin: true, decide: true }
    expect(await can(critique.ines)).toEqual({ ...all, decide: false })
    expect(await can(critique.mara)).toEqual(all)
    expect(await can(critique.tomas)).toEqual(all)
    expect(await can(critique.kit)).toEqual({
      reply: true,
      resolve: false,
      delete: false,
      pin: false,
      decide: false,
    })
    expect(await can(critique.odile)).toEqual({
      reply: false,
      resolve: false,
      delete: false,
      pin: false,
      decide: false,
    })
    const kits = await critique.thread(critique.kit, thread.id, 'comment')
    expect(await refusalOf(changeThread(kits, { status: 'resolved' }))).toBe('forbidden')
    expect(await refusalOf(deleteThread(kits))).toBe('forbidden')
    expect(await refusalOf(restoreThread(kits))).toBe('forbidden')
    expect(await refusalOf(critique.thread(critique.odile, thread.id, 'comment'))).toBe('forbidden')
    expect((await critique.list())[0]).toMatchObject({ status: 'open' })
  })

  it.each(['ines', 'mara', 'tomas'] as const)(
    '%s resolves it, and anybody of them reopens it',
    async (who) => {
      const thread = await critique.open(critique.ines)
      const own = await critique.thread(critique[who], thread.id, 'comment')
      const resolved = await changeThread(own, { status: 'resolved' })
      expect(resolved).toMatchObject({ status: 'resolved', resolvedBy: { userId: critique[who].userId } })
      expect(resolved.resolvedAt).not.toBeNull()
      const others = await critique.thread(critique.mara, thread.id, 'comment')
      const reopened = await changeThread(others, { status: 'open' })
      expect(reopened).toMatchObject({ status: 'open', resolvedAt: null, resolvedBy: null })
      expect(critique.told).toEqual([thread.id, thread.id, thread.id])
    },
  )

  it('gives it another category, or none, and leaves the status', async () => {
    const thread = await critique.open(critique.ines, { category: 'line' })
    const own = await critique.thread(critique.ines, thread.id, 'comment')
    await changeThread(own, { status: 'resolved' })
    expect(await changeThread(own, { category: 'voice' })).toMatchObject({
      ...{ category: 'voice', status: 'resolved' },
    })
    expect(await changeThread(own, { category: null })).toMatchObject({ category: null, status: 'resolved' })
  })

  it('deletes it and brings it back with all that was said', async () => {
    const thread = await critique.open(critique.ines, { quote: { exact: 'said the board' } })
    await deleteThread(await critique.thread(critique.mara, thread.id, 'comment'))
    expect(await critique.list()).toEqual([])
    const own = await critique.thread(critique.ines, thread.id, 'comment')
    expect(await refusalOf(showThread(own))).toBe('gone')
    expect(await refusalOf(changeThread(own, { status: 'resolved' }))).toBe('gone')
    expect(await refusalOf(deleteThread(own))).toBe('gone')
    expect({ ...(await restoreThread(own)), updatedAt: thread.updatedAt }).toEqual(thread)
    expect(await critique.list()).toHaveLength(1)
  })

  it('does not reach a thread of a manuscript that is not shared', async () => {
    const thread = await critique.open(critique.ines)
    critique.close()
    const other = await openCritique('Another island.')
    for (const verb of ['read', 'comment', 'decide'] as const)
      expect(await refusalOf(critique.thread(other.mara, thread.id, verb))).toBe('not_found')
    other.close()
  })

  it('is shown as of a former member when the account is gone', async () => {
    const thread = await critique.open(critique.ines)
    await world.db.user.delete({ where: { id: critique.ines.userId } })
    const [shown] = await critique.list()
    expect(shown?.author).toMatchObject({ name: 'Former member', userId: critique.ines.userId })
    expect(shown?.comments[0]?.author.name).toBe('Former member')
    expect(shown?.comments[0]?.body).toBe(thread.comments[0]?.body)
  })
})

describe('a list of threads', () => {
  const page = async (limit: number, cursor?: string) =>
    listThreads(await critique.chapter(critique.odile, 'read'), { limit, cursor })

  it('comes oldest first in pages, and each thread once', async () => {
    const made = []
    for (const body of ['one', 'two', 'three', 'four', 'five'])
      made.push((await critique.open(critique.ines, { body })).id)
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const { threads, next } = await page(2, cursor)
      expect(threads.length).toBeLessThanOrEqual(2)
      seen.push(...threads.map(({ id }) => id))
      cursor = next ?? undefined
    } while (cursor)
    expect(seen).toEqual(made)
  })

  it('loses none when the thread at the cursor is deleted between two pages', async () => {
    const made = []
    for (const body of ['one', 'two', 'three']) made.push((await critique.open(critique.ines, { body })).id)
    const first = await page(1)
    expect(first.next).toBe(made[0])
    await deleteThread(await critique.thread(critique.ines, made[0] ?? '', 'comment'))
    expect((await page(5, first.next ?? '')).threads.map(({ id }) => id)).toEqual(made.slice(1))
  })

  it('refuses a cursor of another chapter', async () => {
    const thread = await critique.open(critique.ines)
    critique.close()
    const other = await openCritique('Another island.')
    const grant = await other.chapter(other.mara, 'read')
    expect(await refusalOf(listThreads(grant, { limit: 5, cursor: thread.id }))).toBe('invalid')
    other.close()
  })
})

it('opens a thread with a grant for the chapter and no other', async () => {
  const thread = await openThread(await critique.chapter(critique.tomas, 'edit'), {
    ...{ kind: 'comment', body: 'Mine to answer.' },
  })
  expect(thread.author.name).toBe('Tomas Oyelaran')
})
