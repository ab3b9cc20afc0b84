import { afterEach, describe, expect, it } from 'vitest'
import { systemClock } from '@/lib/clock'
import { packPiece } from '@/lib/text/row-bytes'
import { Past } from '@/tests/support/past'
import { openPastThread } from './past-thread'
import { doPastWork, doPastWorkHere } from './past-work'

const FERRY = 'The ferry left at six, as it had every evening.'
const MARA = 'Mara counted the passengers twice.'
const KEY = { docId: 'the-last-ferry', epoch: 1 }
const QUERY = { words: 'passengers', since: 0, until: Infinity, after: null, most: 10 }

let close: (() => Promise<void>) | undefined

afterEach(async () => {
  await close?.()
  close = undefined
})

/** A chapter from which somebody cut a paragraph. */
function cutPast(): Past {
  const past = new Past()
  past.says('ana', FERRY, MARA)
  past.wait(60_000)
  past.says('ben', FERRY)
  return past
}

describe('the past thread', () => {
  it('follows a history as this thread would, and keeps it at hand', async () => {
    close = openPastThread(systemClock)
    const { rows } = cutPast()
    expect(await doPastWork('next', KEY)).toBe(1)
    const piece = packPiece({ base: null, rows })
    await doPastWork('follow', { ...KEY, piece })
    doPastWorkHere('follow', { ...KEY, piece })
    expect(await doPastWork('next', KEY)).toBe(3)
    const there = await doPastWork('cuts', { ...KEY, query: QUERY })
    expect(there.found).toBe(1)
    expect(there).toEqual(doPastWorkHere('cuts', { ...KEY, query: QUERY }))
    expect(await doPastWork('authors', KEY)).toEqual(doPastWorkHere('authors', KEY))
  })

  it('refuses what does not follow what it knows, and takes what it knows twice', async () => {
    close = openPastThread(systemClock)
    const { rows } = cutPast()
    const key = { ...KEY, docId: 'forty-steps' }
    await expect(doPastWork('authors', key)).rejects.toMatchObject({ code: 'conflict' })
    const [first, second] = rows
    if (!first || !second) throw new Error('Two rows were written')
    const piece = (...some: typeof rows) => packPiece({ base: null, rows: some })
    await expect(doPastWork('follow', { ...key, piece: piece(second) })).rejects.toMatchObject({
      code: 'conflict',
    })
    await doPastWork('follow', { ...key, piece: piece(first) })
    await doPastWork('follow', { ...key, piece: piece(first, second) })
    expect(await doPastWork('next', key)).toBe(3)
    expect((await doPastWork('moments', { ...key, most: 10 })).map(({ toSeq }) => toSeq)).toEqual([1, 2])
  })
})
