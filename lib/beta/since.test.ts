import { describe, expect, it } from 'vitest'
import type { TextBlock } from '@/lib/text/blocks'
import { compareTexts } from '@/lib/text/compare'
import { asEdition, isRead, numbered, placeBefore, readBefore, type ReadEdition } from './since'

const AT = new Date('2026-11-27T12:00:00.000Z')

const began = (paragraph = 0) => ({ paragraph, finishedAt: null, stoppedAt: null })
const edition = (number: number, more: Partial<ReadEdition> = {}): ReadEdition => ({
  ...{ id: `edition-${number}`, number, progress: null, hasNoted: false },
  ...more,
})

describe('the edition that a reader read before', () => {
  it('[BS31] is the newest earlier one that he began or noted something in', () => {
    const editions = [
      edition(1, { progress: began() }),
      edition(2, { hasNoted: true }),
      edition(3),
      edition(4, { progress: began() }),
    ]
    const before = (number: number) => readBefore(editions, number, true)?.number
    expect([1, 2, 3, 4, 5].map(before)).toEqual([undefined, 1, 2, 2, 4])
    expect(readBefore([edition(1), edition(2)], 3, true)).toBeNull()
  })

  it('[BS31] of who does not let it be recorded is one that he finished, stopped in or noted something in', () => {
    const left = [
      { progress: began(), hasNoted: false },
      { progress: { ...began(), finishedAt: AT }, hasNoted: false },
      { progress: { ...began(), stoppedAt: AT }, hasNoted: false },
      { progress: null, hasNoted: true },
    ]
    expect(left.map((one) => isRead(one, false))).toEqual([false, true, true, true])
    expect(left.map((one) => isRead(one, true))).toEqual([true, true, true, true])
  })
})

const blocks = (...ids: string[]) => ids.map((id) => ({ id, text: `Words of ${id}.` }))

describe('where a reader was before', () => {
  const [before, now] = [blocks('a', 'b', 'c', 'd'), blocks('new', 'a', 'c', 'd')]
  const placeAt = (progress: ReadEdition['progress'], recorded = true) =>
    placeBefore({ progress }, before, now, recorded)

  it('[BS36] is the same block, wherever that stands by now', () => {
    expect(placeAt(began(2))).toBe(2)
    expect(placeAt(began(3))).toBe(3)
    expect(placeBefore({ progress: began(1) }, before, blocks('x', 'y', 'b'), true)).toBe(2)
  })

  it('[BS36] is nowhere when the block is gone, at the beginning, after the end, and where it is not recorded', () => {
    expect(placeAt(began(1))).toBeNull()
    expect(placeAt(began(0))).toBeNull()
    expect(placeAt(began(9))).toBeNull()
    expect(placeAt(null)).toBeNull()
    expect(placeAt({ ...began(2), finishedAt: AT })).toBeNull()
    expect(placeAt(began(2), false)).toBeNull()
  })
})

const text = (...paragraphs: string[]): TextBlock[] =>
  paragraphs.map((words) => ({
    ...(words === '***' ? { kind: 'sceneBreak' as const } : { kind: 'paragraph' as const }),
    ...{ level: 0, quotes: 0, runs: words === '***' ? [] : [{ text: words, marks: [] }] },
  }))

const compared = (before: readonly string[], after: readonly string[]) =>
  numbered(compareTexts(text(...before), text(...after)).blocks)

const places = (all: ReturnType<typeof numbered>) =>
  all.map(({ state, paragraph, paragraphBefore }) => [state, paragraph, paragraphBefore])

const FERRY = 'The ferry left at six, as it had every evening since the bridge went.'
const COUNT = 'Mara counted the passengers twice and was one short both times.'
const MATE = 'The mate said that she counted like a smuggler, and laughed.'
const LIST = 'She folded the list into her sleeve and said nothing until the far bank.'

describe('the blocks of two editions', () => {
  it('[BS32] are numbered as each of the two counts its paragraphs', () => {
    const changed = compared(
      [FERRY, COUNT, '***', LIST],
      [FERRY, 'Nobody waved.', '***', `${LIST} Then she sang.`],
    )
    expect(places(changed)).toEqual([
      ['same', 0, 0],
      ['out', null, 1],
      ['in', 1, null],
      ['same', 2, 2],
      ['changed', 3, 3],
    ])
  })

  it('[BS32] are numbered where paragraphs moved', () => {
    const changed = compared([FERRY, COUNT, MATE, LIST], [LIST, FERRY, COUNT, MATE])
    expect(places(changed).filter(([state]) => state !== 'same')).toEqual([
      ['moved_here', 0, 3],
      ['moved_away', null, 3],
    ])
    expect(changed.flatMap(({ paragraph }) => paragraph ?? [])).toEqual([0, 1, 2, 3])
  })

  it('[BS32] are numbered where paragraphs were divided and joined', () => {
    const divided = compared([`${FERRY} ${COUNT}`, MATE], [FERRY, COUNT, MATE])
    expect(divided.map(({ paragraph, paragraphBefore }) => [paragraph, paragraphBefore])).toEqual([
      [0, 0],
      [1, 0],
      [2, 1],
    ])
    const joined = compared([FERRY, COUNT, MATE], [`${FERRY} ${COUNT}`, MATE])
    expect(joined.map(({ paragraph, paragraphBefore }) => [paragraph, paragraphBefore])).toEqual([
      [0, 0],
      [1, 2],
    ])
  })

  it('[BS32] read as the edition does, also where a sign stands in it that marks the borders of blocks', () => {
    const odd = `${FERRY}\u2029${COUNT}`
    const edition = [odd, MATE].map((words, at) => ({ id: `b${at}`, text: words }))
    const changed = asEdition(compared([FERRY, MATE], [odd, MATE]), edition)
    const words = changed.flatMap(({ paragraph, pieces }) =>
      paragraph === null ? [] : [pieces.map((one) => (one.change === 'out' ? '' : one.text)).join('')],
    )
    expect(words).toEqual([odd, MATE])
  })
})
