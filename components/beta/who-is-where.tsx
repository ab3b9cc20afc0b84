'use client'

import type { ReactNode } from 'react'
import type { BetaReport, ReportReader } from '@/lib/beta/contract.report'
import { betaText } from '@/components/text/beta'
import { Panel } from '@/components/ui/pieces'
import { chaptersOf, reachedIn, type ReadChapter, type Reached } from './chapters-read'

const words = betaText.report

function stateOf(reached: Reached | null): string {
  if (!reached) return words.notBegun
  if (reached.stopped) return words.stopped
  return reached.finished ? words.finished : words.begun(Math.round(reached.share * 100))
}

const STOPPED =
  'repeating-linear-gradient(45deg, var(--suggest-out) 0 3px, color-mix(in srgb, var(--suggest-out) 12%, transparent) 3px 7px)'

function fill(reached: Reached | null): string {
  if (!reached) return 'var(--rule)'
  if (reached.stopped) return STOPPED
  const share = reached.finished ? 88 : 14 + Math.round(reached.share * 60)
  return `color-mix(in srgb, var(--accent) ${share}%, var(--rule))`
}

function Cell({ reader, chapter }: { reader: ReportReader; chapter: ReadChapter }) {
  const reached = reachedIn(reader, chapter)
  const minutes = reached && reached.seconds > 0 ? `, ${words.minutes(reached.seconds)}` : ''
  const state = stateOf(reached) + minutes
  return (
    <td title={`${chapter.title}: ${state}`} className="p-0.5">
      <span aria-hidden className="block h-6 min-w-7 rounded-[5px]" style={{ background: fill(reached) }} />
      <span className="sr-only">{state}</span>
    </td>
  )
}

function Stops({ report, chapters }: { report: BetaReport; chapters: readonly ReadChapter[] }) {
  const stops = report.readers.flatMap((reader) =>
    chapters.flatMap((chapter) => {
      const stopped = reachedIn(reader, chapter)?.stopped
      return stopped ? [{ reader, chapter, ...stopped }] : []
    }),
  )
  if (stops.length === 0) return null
  return (
    <ul className="mt-3 grid gap-1 text-ink-soft">
      {stops.map(({ reader, chapter, reason }) => (
        <li key={`${reader.id} ${chapter.chapterId}`}>
          {words.stoppedIn(reader.name, chapter.title)}
          {reason ? (
            <>
              : <q className="font-serif italic">{reason}</q>
            </>
          ) : null}
        </li>
      ))}
    </ul>
  )
}

interface WhoIsWhereProps {
  report: BetaReport
  /** What follows from it. */
  children?: ReactNode
}

/** Readers × chapters: how far each has come, where he stopped and why. */
export function WhoIsWhere({ report, children }: WhoIsWhereProps) {
  const chapters = chaptersOf(report)
  return (
    <Panel title={words.where}>
      <div className="-mx-1 overflow-x-auto">
        <table className="w-full border-separate border-spacing-0">
          <caption className="sr-only">{words.where}</caption>
          <thead>
            <tr>
              <th scope="col" className="sr-only">
                {words.reader}
              </th>
              {chapters.map(({ chapterId, title }, at) => (
                <th
                  key={chapterId}
                  scope="col"
                  title={title}
                  className="px-1 pb-1 text-left text-[12.5px] font-medium text-ink-soft"
                >
                  <span aria-hidden>{at + 1}</span>
                  <span className="sr-only">{title}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {report.readers.map((reader) => (
              <tr key={reader.id}>
                <th
                  scope="row"
                  className="w-40 max-w-40 truncate py-0.5 pr-3 pl-1 text-left text-[13px] font-medium"
                  title={reader.name}
                >
                  {reader.name}
                </th>
                {reader.recordsProgress || reader.progress.length > 0 ? (
                  chapters.map((chapter) => (
                    <Cell key={chapter.chapterId} reader={reader} chapter={chapter} />
                  ))
                ) : (
                  <td colSpan={chapters.length} className="text-[12.5px] text-ink-soft">
                    {words.private}
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Stops report={report} chapters={chapters} />
      {children}
    </Panel>
  )
}
