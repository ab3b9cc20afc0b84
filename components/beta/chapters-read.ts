import type { BetaReport, ReportReader } from '@/lib/beta/contract.report'

/** A chapter of a report, whatever editions of it were read. */
export interface ReadChapter {
  chapterId: string
  title: string
  /** Paragraphs by the edition's id. */
  editions: ReadonlyMap<string, number>
}

/** How far one reader came in one chapter: a share from 0 to 1 of the edition in which he came furthest. */
export interface Reached {
  share: number
  finished: boolean
  stopped: { paragraph: number; editionId: string; reason?: string } | null
  seconds: number
}

/** The chapters of a report in reading order. */
export function chaptersOf({ editions }: Pick<BetaReport, 'editions'>): ReadChapter[] {
  const chapters = new Map<string, { title: string; editions: Map<string, number>; position: number }>()
  for (const { id, chapterId, title, position, paragraphs } of editions) {
    const known = chapters.get(chapterId)
    if (known) known.editions.set(id, paragraphs)
    else chapters.set(chapterId, { title, position, editions: new Map([[id, paragraphs]]) })
  }
  return [...chapters]
    .sort(([, a], [, b]) => a.position - b.position)
    .map(([chapterId, { title, editions: read }]) => ({ chapterId, title, editions: read }))
}

/** How far a reader came in a chapter; null when he has not begun it, or does not let it be recorded. */
export function reachedIn({ progress }: ReportReader, { editions }: ReadChapter): Reached | null {
  const rows = progress.filter(({ editionId }) => editions.has(editionId))
  if (rows.length === 0) return null
  const shares = rows.map(({ editionId, furthest, finished }) =>
    finished ? 1 : furthest / Math.max(1, (editions.get(editionId) ?? 1) - 1),
  )
  const stop = rows.find(({ stopped }) => stopped)
  return {
    share: Math.min(1, Math.max(...shares)),
    finished: rows.some(({ finished }) => finished),
    stopped: stop?.stopped
      ? { paragraph: stop.paragraph, editionId: stop.editionId, reason: stop.stopped.reason }
      : null,
    seconds: rows.reduce((sum, { seconds }) => sum + (seconds ?? 0), 0),
  }
}

/** A point of the whole: a tenth of a chapter, with how many readers came so far or further. */
export interface Point {
  chapter: number
  /** From 0, the chapter's beginning, to 10, its end. */
  tenth: number
  readers: number
}

const TENTHS = 10

/**
 * How many readers kept reading, from the first chapter to the last. Who reads in a later chapter has passed all points
 * before it; readers whose progress is not recorded are not counted.
 */
export function keptReading(readers: readonly ReportReader[], chapters: readonly ReadChapter[]): Point[] {
  const far = readers.flatMap((reader) => {
    const shares = chapters.map((chapter) => reachedIn(reader, chapter)?.share ?? null)
    const last = shares.findLastIndex((share) => share !== null)
    return last < 0 ? [] : [{ last, share: shares[last] ?? 0 }]
  })
  return chapters.flatMap((_, chapter) =>
    Array.from({ length: TENTHS + 1 }, (__, tenth) => ({
      ...{ chapter, tenth },
      readers: far.filter(
        ({ last, share }) => last > chapter || (last === chapter && share >= tenth / TENTHS),
      ).length,
    })),
  )
}

/** The points of `keptReading` at which readers stopped for good, each once: the last one that they reached. */
export function stopsAmong(
  points: readonly Point[],
  readers: readonly ReportReader[],
  chapters: readonly ReadChapter[],
): Point[] {
  const stops = new Set(
    readers.flatMap((reader) =>
      chapters.flatMap((chapter, at) => {
        const stopped = reachedIn(reader, chapter)?.stopped
        if (!stopped) return []
        const last = Math.max(1, (chapter.editions.get(stopped.editionId) ?? 1) - 1)
        return [`${at} ${Math.min(TENTHS, Math.floor((stopped.paragraph / last) * TENTHS))}`]
      }),
    ),
  )
  return points.filter(({ chapter, tenth }) => stops.has(`${chapter} ${tenth}`))
}
