import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { authorize, authorizeChapter } from '@/lib/access/authorize'
import { OPEN_NOTES, passes, queryOf, type NoteFilter } from '@/components/margin/filter'
import { openCritique, refusalOf, type Critique } from '@/tests/support/critique'
import { workshopDatabase } from '@/tests/support/database'
import { criticsOf, listManuscriptThreads } from './all-threads'
import { addComment, authorizeOwnComment, deleteComment } from './comments'
import { ManuscriptThreadQuery, ThreadFilter, ThreadQuery } from './contract.filters'
import type { ThreadView } from './contract'
import { ReceiptBody } from './contract.receipts'
import { giveReceipt } from './receipts'
import { tellReceipts } from './receipts-telling'
import { changeThread, deleteThread, listThreads, openThread } from './threads'

const world = workshopDatabase()
let critique: Critique
/** A second chapter, after the first. */
let second: string

const firstWords = ({ comments }: ThreadView) => comments[0]?.body ?? ''

beforeEach(async () => {
  critique = await openCritique('The ferry left at six, as it had every evening since the bridge went.')
  const { ines, kit, mara } = critique
  await critique.open(ines, {
    ...{ quote: { exact: 'since the bridge went' }, category: 'plot', body: 'When did it go?' },
  })
  await critique.open(kit, { category: 'praise', body: 'Über den Fluss: lovely, 100 % lovely.' })
  const resolved = await critique.open(ines, { category: 'line', body: 'One clause too many.' })
  await changeThread(await critique.thread(mara, resolved.id, 'comment'), { status: 'resolved' })
  await critique.open(mara, { body: 'Is 100 passengers too many?' })
  second = await critique.add('What the Tide Kept', 'The bell rang twice.')
  await openThread(await authorizeChapter(kit, second, 'comment'), {
    ...{ kind: 'comment', category: 'plot', body: 'Who rang the bell?' },
  })
})
afterEach(() => critique.close())

const inChapter = async (filter: object) =>
  (await listThreads(await critique.chapter(critique.odile, 'read'), ThreadQuery.parse(filter))).threads.map(
    firstWords,
  )
const inManuscript = async (query: object) =>
  listManuscriptThreads(
    await authorize(critique.odile, critique.manuscriptId, 'read'),
    ManuscriptThreadQuery.parse(query),
  )

describe('the notes of a chapter', () => {
  it('are found by person, state, kind and category, and by all of them together', async () => {
    const author = critique.ines.userId
    expect(await inChapter({ author })).toEqual(['When did it go?', 'One clause too many.'])
    expect(await inChapter({ author, status: 'open' })).toEqual(['When did it go?'])
    expect(await inChapter({ status: 'resolved' })).toEqual(['One clause too many.'])
    expect(await inChapter({ status: 'settled' })).toEqual(['One clause too many.'])
    expect(await inChapter({ category: 'plot' })).toEqual(['When did it go?'])
    expect(await inChapter({ category: 'none' })).toEqual(['Is 100 passengers too many?'])
    expect(await inChapter({ kind: 'suggestion' })).toEqual([])
    expect(await inChapter({ author, category: 'praise' })).toEqual([])
  })

  it('are found by words of the note, of an answer and of the passage, whatever the case', async () => {
    const [asked] = await critique.list()
    await addComment(await critique.thread(critique.kit, asked?.id ?? '', 'comment'), {
      body: 'In the winter of the flood.',
    })
    for (const q of ['when DID', 'THE BRIDGE WENT', 'the flood'])
      expect(await inChapter({ q }), q).toEqual(['When did it go?'])
    for (const q of ['über den', 'ÜBER']) expect(await inChapter({ q }), q).toHaveLength(1)
    expect(await inChapter({ q: 'harpoon' })).toEqual([])
  })

  it('are not found by what somebody has taken back', async () => {
    const [asked] = await critique.list()
    const { kit } = critique
    const view = await addComment(await critique.thread(kit, asked?.id ?? '', 'comment'), {
      body: 'Never mind the heron.',
    })
    await deleteComment(await authorizeOwnComment(kit, view.comments.at(-1)?.id ?? ''))
    expect(await inChapter({ q: 'heron' })).toEqual([])
  })

  it('are found by signs as they are written, not by what they could stand for', async () => {
    expect(await inChapter({ q: '100 %' })).toEqual(['Über den Fluss: lovely, 100 % lovely.'])
    expect(await inChapter({ q: '100_pass' })).toEqual([])
    expect(await inChapter({ q: '%' })).toHaveLength(1)
  })

  it('are the same ones that the margin shows with the same filter', async () => {
    const { ines, kit, mara } = critique
    const [asked, praised, resolved] = await critique.list()
    const outcomes = { later: asked, kept: praised, used: resolved }
    for (const [outcome, thread] of Object.entries(outcomes))
      await giveReceipt(await critique.thread(mara, thread?.id ?? '', 'edit'), ReceiptBody.parse({ outcome }))
    await tellReceipts(await critique.chapter(mara, 'edit'))
    const all = await critique.list()
    const filters: Partial<NoteFilter>[] = [
      {},
      { state: 'all' },
      { state: 'settled' },
      { person: ines.userId, state: 'all' },
      { person: kit.userId, category: 'praise' },
      { category: 'none' },
      { kind: 'comment', words: 'bridge WENT' },
      { kind: 'suggestion' },
      { words: 'über', state: 'all' },
      { words: '100 %' },
      { receipt: 'any', state: 'all' },
      { receipt: 'used', state: 'all' },
      { receipt: 'later' },
      { receipt: 'none', words: 'bridge' },
    ]
    for (const change of filters) {
      const filter = { ...OPEN_NOTES, ...change }
      const shown = all.filter((thread) => passes(thread, filter)).map(firstWords)
      const query = Object.fromEntries(queryOf(filter))
      expect(await inChapter(query), JSON.stringify(query)).toEqual(shown)
    }
  })

  it('refuse a filter that is none', () => {
    for (const filter of [
      { q: ' ' },
      { status: 'new' },
      { kind: 'rant' },
      { person: 'x' },
      { q: 'x'.repeat(201) },
    ])
      expect(ThreadFilter.safeParse(filter).success, JSON.stringify(filter)).toBe(false)
  })
})

describe('the notes of a manuscript', () => {
  it('stand by chapter, each with its place and the chapter it is in, and are counted', async () => {
    const { threads, total, next } = await inManuscript({})
    expect(threads.map((thread) => `${thread.chapter.title}: ${firstWords(thread)}`)).toEqual([
      'Forty Steps: When did it go?',
      'Forty Steps: Über den Fluss: lovely, 100 % lovely.',
      'Forty Steps: One clause too many.',
      'Forty Steps: Is 100 passengers too many?',
      'What the Tide Kept: Who rang the bell?',
    ])
    expect(threads[0]?.placement).toMatchObject({ state: 'exact', text: 'since the bridge went' })
    expect([total, next]).toEqual([5, null])
  })

  it('come in pages that leave nothing out, also when the last one of a page is deleted meanwhile', async () => {
    const first = await inManuscript({ limit: 2 })
    expect(first.total).toBe(5)
    const last = first.threads.at(-1)?.id ?? ''
    await deleteThread(await critique.thread(critique.mara, last, 'comment'))
    const rest = await inManuscript({ limit: 2, cursor: first.next ?? '' })
    const end = await inManuscript({ limit: 2, cursor: rest.next ?? '' })
    expect([...rest.threads, ...end.threads].map(firstWords)).toEqual([
      ...['One clause too many.', 'Is 100 passengers too many?', 'Who rang the bell?'],
    ])
    expect(end.next).toBe(null)
  })

  it('are filtered as those of a chapter, and by chapter', async () => {
    const { threads, total } = await inManuscript({ category: 'plot' })
    expect(threads.map(firstWords)).toEqual(['When did it go?', 'Who rang the bell?'])
    expect(total).toBe(2)
    expect((await inManuscript({ chapter: second })).threads.map(firstWords)).toEqual(['Who rang the bell?'])
    const grant = await authorize(critique.odile, critique.manuscriptId, 'read')
    expect((await criticsOf(grant)).map(({ name }) => name)).toEqual([
      ...['Ines Rautio', 'Kit Halvorsen', 'Mara Voss'],
    ])
  })

  it('are of this manuscript alone, and not of a chapter in the trash', async () => {
    await world.db.chapter.update({ where: { id: second }, data: { trashedAt: new Date() } })
    expect((await inManuscript({})).total).toBe(4)
    critique.close()
    const other = await openCritique('Another island.')
    const theirs = await other.open(other.ines, { body: 'Another note.' })
    expect(await refusalOf(inManuscript({ cursor: theirs.id }))).toBe('invalid')
    expect((await inManuscript({ chapter: other.chapterId })).total).toBe(0)
    other.close()
  })
})
