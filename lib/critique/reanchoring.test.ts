import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { log } from '@/lib/log'
import { fakeClock } from '@/tests/support/clock'
import { openCritique, refusalOf, type Critique } from '@/tests/support/critique'
import { workshopDatabase } from '@/tests/support/database'
import { encodeBase64 } from '@/lib/text/anchor'
import { pinThread, reportAnchor } from './anchors'
import { chapterText } from './chapter-text'
import type { ThreadView } from './contract'
import { keepAnchors, LATEST_MS, QUIET_MS, reanchorThreads } from './reanchoring'
import { showThread } from './threads'

const world = workshopDatabase()
let critique: Critique

const MORNING = 'Every morning at ten to seven somebody would come in, stamping, and look at the clock.'
const PLAN = 'It was rather a good plan. He showed it to nobody.'
const LAST = 'We all knew the story.'

beforeEach(async () => {
  critique = await openCritique(MORNING, PLAN, '***', LAST)
})

afterEach(() => critique.close())

const on = (exact: string) => critique.open(critique.ines, { quote: { exact } })
const now = async ({ id }: ThreadView) => showThread(await critique.thread(critique.odile, id, 'read'))
/** A placement in words: `exact: a good plan`. */
const placed = async (thread: ThreadView) => {
  const { placement } = await now(thread)
  if (!placement) return 'whole chapter'
  return placement.state === 'unplaced' ? String(placement.reason) : `${placement.state}: ${placement.text}`
}
const origins = async ({ id }: ThreadView) => {
  const anchors = await world.db.threadAnchor.findMany({
    where: { threadId: id },
    orderBy: { version: 'asc' },
  })
  expect(anchors.map(({ version }) => version)).toEqual(anchors.map((_, index) => index + 1))
  return anchors.map(({ origin }) => origin)
}

describe('a placement', () => {
  it('is exact while words are typed around and inside of the passage', async () => {
    const thread = await on('a good plan')
    critique.page.insertBefore('It was rather', 'He had thought about it all night. ')
    critique.page.insertBefore('plan', 'dry ')
    expect(await placed(thread)).toBe('exact: a good dry plan')
    expect((await now(thread)).quote).toBe('a good plan')
  })

  it('is moved when the passage was cut and pasted elsewhere', async () => {
    const thread = await on('somebody would come in, stamping')
    critique.page.cutAndPaste('somebody would come in, stamping', 'We all knew')
    expect(await placed(thread)).toBe('moved: somebody would come in, stamping')
  })

  it('says what stands there instead when it was rewritten', async () => {
    const thread = await on('It was rather a good plan.')
    critique.page.replace('It was rather a good plan.', 'Nobody had asked for one,')
    const { placement } = await now(thread)
    expect(placement).toMatchObject({ state: 'unplaced', reason: 'rewritten', text: '' })
    expect(critique.page.text.slice(placement?.near, placement?.nearTo)).toBe('Nobody had asked for one,')
    expect(placement?.from).toBe(placement?.near)
    expect(placement?.to).toBe(placement?.near)
  })

  it('is gone, near where it stood, when its paragraph was taken out', async () => {
    const thread = await on('He showed it to nobody.')
    critique.page.deleteBlock(PLAN)
    expect((await now(thread)).placement).toMatchObject({
      ...{ state: 'unplaced', reason: 'gone', text: '', near: expect.any(Number) },
    })
  })

  it('is unsure, with candidates, when it may be several passages', async () => {
    const thread = await on('We all knew the story.')
    critique.page.deleteBlock(LAST)
    critique.page.insertBefore('somebody would', 'We all knew the story. ')
    critique.page.insertBefore('He showed', 'We all knew the story. ')
    const { placement } = await now(thread)
    expect(placement).toMatchObject({ state: 'unplaced', reason: 'unsure' })
    expect(placement?.candidates?.map(({ from, to }) => critique.page.text.slice(from, to))).toEqual([
      ...['We all knew the story.', 'We all knew the story.'],
    ])
  })
})

describe('re-anchoring', () => {
  it('leaves a thread alone whose positions still hold', async () => {
    const thread = await on('a good plan')
    critique.page.insertBefore('Every', 'It rained. ')
    expect(await reanchorThreads(critique.chapterId)).toEqual([])
    expect(await origins(thread)).toEqual(['made'])
  })

  it('keeps the old anchor and adds one that leads to the passage, and tells the browsers', async () => {
    const thread = await on('a good plan')
    critique.page.splitAt('rather')
    expect(await reanchorThreads(critique.chapterId)).toEqual([thread.id])
    expect(critique.told).toEqual([thread.id, thread.id])
    expect(await origins(thread)).toEqual(['made', 'found'])
    expect(await placed(thread)).toBe('exact: a good plan')
    const { anchor } = await now(thread)
    expect(anchor?.start).not.toBe(thread.anchor?.start)
    expect(anchor?.quote).toBe(thread.anchor?.quote)
    expect(await reanchorThreads(critique.chapterId)).toEqual([])
  })

  it('has nothing to do in a chapter without threads, and none for a doc that is no chapter', async () => {
    await critique.open(critique.ines)
    expect(await reanchorThreads(critique.chapterId)).toEqual([])
    expect(await reanchorThreads('no-such-doc')).toEqual([])
  })

  it('goes home to an older anchor when an undo brought the words back', async () => {
    const thread = await on('somebody would come in, stamping')
    critique.page.cutAndPaste('somebody would come in, stamping', 'We all knew')
    await reanchorThreads(critique.chapterId)
    expect(await placed(thread)).toBe('moved: somebody would come in, stamping')
    critique.page.undo().undo()
    await reanchorThreads(critique.chapterId)
    expect(await placed(thread)).toBe('exact: somebody would come in, stamping')
    expect(await origins(thread)).toEqual(['made', 'found', 'found'])
  })

  it('goes home although a copy of its words stays where it was found', async () => {
    const thread = await on('somebody would come in, stamping')
    critique.page.cutAndPaste('somebody would come in, stamping', 'We all knew')
    await reanchorThreads(critique.chapterId)
    critique.page.insertAfter('at ten to seven ', 'somebody would come in, stamping')
    await reanchorThreads(critique.chapterId)
    expect((await now(thread)).placement).toMatchObject({
      ...{ state: 'exact', from: critique.page.text.indexOf('somebody would come in') },
    })
  })

  it('does not go back to before a person pinned it', async () => {
    const thread = await on('a good plan')
    const grant = await critique.thread(critique.ines, thread.id, 'comment')
    await pinThread(grant, critique.ends('We all knew the story.'))
    critique.page.deleteBlock(LAST)
    await reanchorThreads(critique.chapterId)
    expect(await placed(thread)).toBe('gone')
    expect(await origins(thread)).toEqual(['made', 'pinned'])
  })

  it('finds its way after many moves', async () => {
    const thread = await on('He showed it to nobody.')
    for (let move = 0; move < 8; move++) {
      critique.page.cutAndPaste('He showed it to nobody.', move % 2 === 0 ? 'We all knew' : 'It was rather')
      await reanchorThreads(critique.chapterId)
      expect(await placed(thread)).toMatch(/^(moved|exact): He showed it to nobody\.$/)
    }
    while (critique.page.undoDepth > 0) critique.page.undo()
    await reanchorThreads(critique.chapterId)
    expect(await placed(thread)).toBe('exact: He showed it to nobody.')
  })
})

describe('the chapter’s text', () => {
  it('stays as it was read while the chapter changes', async () => {
    const before = await chapterText(critique.chapterId)
    const { from } = critique.page.find('a good plan')
    const position = before.plain.positionBefore(from)
    critique.page.insertBefore('Every morning', 'It rained. ')
    const after = await chapterText(critique.chapterId)
    expect(before.plain.resolve(position)?.offset).toBe(from)
    expect(after.plain.resolve(position)?.offset).toBe(from + 'It rained. '.length)
    expect(after.seq).toBeGreaterThan(before.seq)
  })

  it('is the same one while nothing changed', async () => {
    expect(await chapterText(critique.chapterId)).toBe(await chapterText(critique.chapterId))
  })
})

describe('an editing browser', () => {
  const report = async (thread: ThreadView, words: string) =>
    reportAnchor(await critique.thread(critique.tomas, thread.id, 'edit'), critique.ends(words))

  it('says where its own edit took a passage that the server could not tell, and is believed', async () => {
    const words = 'somebody would come in, stamping'
    const thread = await on(words)
    critique.page
      .delete(words)
      .insertBefore('We all knew', `${words}. `)
      .insertBefore('He showed', `${words}. `)
    expect(await placed(thread)).toBe('unsure')
    const { from } = critique.page.find(`${words}. We`)
    const { plain } = critique.page
    const grant = await critique.thread(critique.tomas, thread.id, 'edit')
    const view = await reportAnchor(grant, {
      start: encodeBase64(plain.positionBefore(from)),
      end: encodeBase64(plain.positionAfter(from + words.length)),
    })
    expect(view.placement).toMatchObject({ state: 'exact', from, text: words })
    expect(await origins(thread)).toEqual(['made', 'edit'])
  })

  it('changes nothing where the server found the passage as well', async () => {
    const thread = await on('a good plan')
    expect((await report(thread, 'a good plan')).placement).toMatchObject({ state: 'exact' })
    expect(await origins(thread)).toEqual(['made'])
  })

  it('is not believed when other words stand there, and nothing changes', async () => {
    const thread = await on('a good plan')
    expect(await refusalOf(report(thread, 'We all knew the story.'))).toBe('quote_not_found')
    expect(await origins(thread)).toEqual(['made'])
  })

  it('is not believed when the passage is the least part of what stands there', async () => {
    const thread = await on('stamping')
    expect(await refusalOf(report(thread, MORNING))).toBe('quote_not_found')
    expect(await origins(thread)).toEqual(['made'])
  })

  it('needs the right to edit', async () => {
    const thread = await on('a good plan')
    expect(await refusalOf(critique.thread(critique.ines, thread.id, 'edit'))).toBe('forbidden')
  })

  it('cannot report a thread about the whole chapter', async () => {
    const thread = await critique.open(critique.ines)
    expect(await refusalOf(report(thread, 'a good plan'))).toBe('quote_not_found')
  })
})

describe('pinning', () => {
  it('puts a thread on the words its opener or an author chose, and they are its quote from then on', async () => {
    const thread = await on('a good plan')
    critique.page.deleteBlock(PLAN)
    const grant = await critique.thread(critique.mara, thread.id, 'comment')
    const view = await pinThread(grant, critique.ends('look at the clock'))
    expect(view.placement).toMatchObject({ state: 'exact', text: 'look at the clock' })
    expect(view.anchor?.quote).toBe('look at the clock')
    expect(view.quote).toBe('a good plan')
    expect(await origins(thread)).toEqual(['made', 'pinned'])
  })

  it('is not for another critic', async () => {
    const thread = await on('a good plan')
    const grant = await critique.thread(critique.kit, thread.id, 'comment')
    expect(await refusalOf(pinThread(grant, critique.ends('look at the clock')))).toBe('forbidden')
    expect(await origins(thread)).toEqual(['made'])
  })

  it('says who was first when two pin at once', async () => {
    const thread = await on('a good plan')
    const grants = [
      await critique.thread(critique.ines, thread.id, 'comment'),
      await critique.thread(critique.mara, thread.id, 'comment'),
    ] as const
    const both = await Promise.all([
      refusalOf(pinThread(grants[0], critique.ends('look at the clock'))),
      refusalOf(pinThread(grants[1], critique.ends('We all knew the story.'))),
    ])
    expect(both.toSorted()).toEqual(['conflict', 'done'])
    expect(await origins(thread)).toEqual(['made', 'pinned'])
  })
})

describe('looking after the threads of docs that change', () => {
  /** Resolves when browsers are told of a thread again. */
  const toldAgain = async (times: number) => {
    while (critique.told.length < times) await new Promise((resume) => setImmediate(resume))
  }

  it('waits until the doc is quiet, then re-anchors and tells', async () => {
    const clock = fakeClock()
    const stop = keepAnchors({ clock, log: log() })
    const thread = await on('a good plan')
    critique.page.splitAt('rather')
    critique.saved()
    clock.advance(QUIET_MS - 1)
    critique.saved()
    clock.advance(QUIET_MS - 1)
    expect(await origins(thread)).toEqual(['made'])
    clock.advance(1)
    await toldAgain(2)
    expect(await origins(thread)).toEqual(['made', 'found'])
    stop()
  })

  it('does not wait for ever while somebody types', async () => {
    const clock = fakeClock()
    const stop = keepAnchors({ clock, log: log() })
    const thread = await on('a good plan')
    critique.page.splitAt('rather')
    for (let passed = 0; passed < LATEST_MS; passed += QUIET_MS / 2) {
      critique.saved()
      clock.advance(QUIET_MS / 2)
    }
    await toldAgain(2)
    expect(await origins(thread)).toEqual(['made', 'found'])
    stop()
  })

  it('stops when told to', async () => {
    const clock = fakeClock()
    const stop = keepAnchors({ clock, log: log() })
    critique.saved()
    expect(clock.waiting).toBe(1)
    stop()
    expect(clock.waiting).toBe(0)
    critique.saved()
    expect(clock.waiting).toBe(0)
  })
})
