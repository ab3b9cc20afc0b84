'use client'

import type { BetaReport } from '@/lib/beta/contract.report'
import { betaText } from '@/components/text/beta'
import { Panel } from '@/components/ui/pieces'
import { AsTable } from './as-table'
import { chaptersOf, keptReading, stopsAmong, type Point, type ReadChapter } from './chapters-read'

const words = betaText.report

/** The picture's inner frame, in its own units. */
const FRAME = { left: 30, right: 410, top: 16, bottom: 160 } as const
const TENTHS = 10

interface Plot {
  x: (point: Pick<Point, 'chapter' | 'tenth'>) => number
  y: (readers: number) => number
}

function plotOf(chapters: number, most: number): Plot {
  const { left, right, top, bottom } = FRAME
  const step = (right - left) / Math.max(1, chapters * TENTHS)
  return {
    x: ({ chapter, tenth }) => left + (chapter * TENTHS + tenth) * step,
    y: (readers) => bottom - ((bottom - top) * readers) / Math.max(1, most),
  }
}

/** A staircase: it falls where readers were lost. */
function stairs(points: readonly Point[], { x, y }: Plot): string {
  return points
    .map((point, at) => `${at === 0 ? 'M' : 'H'}${x(point)} ${at === 0 ? '' : 'V'}${y(point.readers)}`)
    .join(' ')
}

/** Lines of the grid: none, all, and whole numbers between. */
function levels(most: number): number[] {
  const step = Math.max(1, Math.ceil(most / 4))
  return Array.from({ length: Math.floor(most / step) + 1 }, (_, at) => at * step)
}

interface PictureProps {
  points: readonly Point[]
  chapters: readonly ReadChapter[]
  /** Where readers stopped for good. */
  stops: readonly Point[]
}

function Picture({ points, chapters, stops }: PictureProps) {
  const most = points[0]?.readers ?? 0
  const plot = plotOf(chapters.length, most)
  const every = Math.ceil(chapters.length / 10)
  return (
    <svg viewBox="0 0 420 184" role="img" aria-label={words.keepAlt} className="w-full">
      <g stroke="var(--rule)">
        {levels(most).map((level) => (
          <path key={level} d={`M${FRAME.left} ${plot.y(level)}H${FRAME.right}`} />
        ))}
      </g>
      <path
        d={stairs(points, plot)}
        fill="none"
        stroke="var(--accent)"
        strokeWidth="3"
        strokeLinejoin="round"
      />
      {stops.map((point) => (
        <circle
          key={`${point.chapter} ${point.tenth}`}
          cx={plot.x(point)}
          cy={plot.y(point.readers)}
          r="4.5"
          fill="var(--suggest-out)"
        />
      ))}
      <g fill="var(--ink-soft)" fontSize="11">
        {levels(most).map((level) => (
          <text key={level} x="22" y={plot.y(level) + 4} textAnchor="end">
            {level}
          </text>
        ))}
        {chapters.map(({ chapterId }, chapter) =>
          chapter % every === 0 ? (
            <text key={chapterId} x={plot.x({ chapter, tenth: 0 })} y="178">
              {chapter + 1}
            </text>
          ) : null,
        )}
      </g>
    </svg>
  )
}

/** How many keep reading, from the first chapter to the last. */
export function KeepReading({ report }: { report: BetaReport }) {
  const chapters = chaptersOf(report)
  const points = keptReading(report.readers, chapters)
  const nameOf = ({ chapter, tenth }: Point) => {
    const title = chapters[chapter]?.title ?? ''
    return tenth === 0 ? words.chapterStart(title) : words.percent(title, tenth * 10)
  }
  const told = points.filter(
    (point, at) => point.tenth === 0 || point.tenth === TENTHS || point.readers !== points[at - 1]?.readers,
  )
  return (
    <Panel title={words.keep}>
      {points[0]?.readers ? (
        <>
          <Picture points={points} chapters={chapters} stops={stopsAmong(points, report.readers, chapters)} />
          <p className="text-[12.5px] text-ink-soft">{words.keepHint}</p>
          <AsTable
            caption={words.keep}
            head={[words.point, words.left]}
            rows={told.map((point) => [nameOf(point), point.readers])}
          />
        </>
      ) : (
        <p className="text-ink-soft">{words.nobody}</p>
      )}
    </Panel>
  )
}
