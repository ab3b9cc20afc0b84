import { describe, expect, it } from 'vitest'
import type { ReportReader } from '@/lib/beta/contract.report'
import { chaptersOf, keptReading, reachedIn, stopsAmong } from './chapters-read'

const edition = (id: string, chapterId: string, position: number, paragraphs = 11) => ({
  ...{ id, editionId: id, chapterId, title: chapterId, number: 1, position, words: 900, paragraphs },
  issuedAt: '2026-11-01T00:00:00.000Z',
})
const editions = [edition('f1', 'ferry', 0), edition('f2', 'ferry', 0, 21), edition('q1', 'quay', 1)]
const chapters = chaptersOf({ editions })

type Progress = ReportReader['progress'][number]
const at = (editionId: string, furthest: number, more: Partial<Progress> = {}): Progress => ({
  ...{ editionId, furthest, paragraph: furthest, finished: false, seconds: null },
  ...{ updatedAt: '2026-11-02T00:00:00.000Z', ...more },
})
const reader = (id: string, ...progress: Progress[]) =>
  ({ id, name: id, progress }) as unknown as ReportReader

describe('the chapters of a report', () => {
  it('stand in reading order, each once with all of its editions', () => {
    expect(chapters.map(({ title, editions: read }) => [title, [...read.keys()]])).toEqual([
      ['ferry', ['f1', 'f2']],
      ['quay', ['q1']],
    ])
  })

  it('are read as far as in the edition in which a reader came furthest', () => {
    const ana = reader('Ana', at('f1', 8), at('f2', 5))
    expect(reachedIn(ana, chapters[0]!)).toMatchObject({ share: 0.8, finished: false, stopped: null })
    expect(reachedIn(ana, chapters[1]!)).toBeNull()
  })
})

describe('how many keep reading', () => {
  it('counts who is in a later chapter as past all that comes before it', () => {
    const readers = [
      reader('Ana', at('f1', 10, { finished: true }), at('q1', 10, { finished: true })),
      reader('Ben', at('f1', 3), at('q1', 5)),
      reader('Cai', at('f1', 4, { stopped: { at: '2026-11-02T00:00:00.000Z' } })),
      reader('Dov'),
    ]
    const points = keptReading(readers, chapters)
    const left = (chapter: number, tenth: number) =>
      points.find((point) => point.chapter === chapter && point.tenth === tenth)?.readers
    expect([left(0, 0), left(0, 4), left(0, 5), left(0, 10), left(1, 5), left(1, 6), left(1, 10)]).toEqual([
      3, 3, 2, 2, 2, 1, 1,
    ])
    expect(stopsAmong(points, readers, chapters)).toEqual([{ chapter: 0, tenth: 4, readers: 3 }])
  })
})
