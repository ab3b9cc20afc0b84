'use client'

import { useEffect, useRef } from 'react'
import useSWR from 'swr'
import { fetchView } from '@/components/api'
import { useShortcutGroup } from '@/components/shell/shortcuts'
import { dateInWords } from '@/components/text/dates'
import { pastText as words } from '@/components/text/past'
import { versionsText } from '@/components/text/versions'
import { EmptyState } from '@/components/ui/pieces'
import { timeOf } from '@/components/versions/days'
import { ComparedBlock } from '@/components/versions/pieces'
import type { ChapterView } from '@/lib/manuscript/contract'
import type { HistoryView, MomentView } from '@/lib/manuscript/contract.past'
import { PastFrame, PastHeading } from './past-frame'
import { PlayBar } from './play-bar'
import type { Frame } from './player'
import { usePlayback } from './use-playback'
import { NotThere, Waiting } from './waiting'
import '@/components/versions/versions.css'
import './past.css'

const KEYS = {
  title: words.keys,
  shortcuts: [
    { keys: ['Space'], does: words.keyPlay },
    { keys: ['←', '→'], does: words.keyStep },
  ],
} as const

/** The text at the end of a moment, scrolled to what the moment changed when that is out of sight. */
function Sheet({ frame, language }: { frame: Frame; language: string }) {
  const sheet = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const changed = sheet.current?.querySelector('[data-changed="true"]')
    if (!changed) return
    const { top, bottom } = changed.getBoundingClientRect()
    if (top < 120 || bottom > window.innerHeight - 180) changed.scrollIntoView({ block: 'center' })
  }, [frame])
  if (frame.every(({ pieces, kind }) => pieces.length === 0 && kind !== 'sceneBreak'))
    return <p className="mx-auto max-w-(--measure) text-ink-soft">{versionsText.empty}</p>
  return (
    <div ref={sheet} lang={language} className="compared prose-text mx-auto">
      {frame.map((block, index) => (
        <ComparedBlock
          key={index}
          index={index}
          block={{
            ...block,
            pieces: block.pieces.map(({ marks, was, ...piece }) => ({
              ...piece,
              marks: [...marks],
              ...(was && { was: [...was] }),
            })),
          }}
        />
      ))}
    </div>
  )
}

/** That the way to a moment is not kept; null when it is. */
function gapBefore({ from, at, afterGap }: MomentView, isFirst: boolean): string | null {
  if (!afterGap || from === 1) return null
  return isFirst ? words.notKept(dateInWords(new Date(at))) : words.notKeptBetween
}

/** How a chapter was written: a slider over its moments, and the text as it stood with what changed. */
export function PlaybackScreen({ chapter }: { chapter: ChapterView }) {
  const path = `/chapters/${chapter.id}/history`
  const { data, error, mutate } = useSWR<HistoryView, Error>(path, fetchView, { revalidateOnFocus: false })
  const playback = usePlayback(chapter.id, data)
  useShortcutGroup(KEYS)
  const moment = data?.moments[playback.at]
  const gap = moment ? gapBefore(moment, playback.at === 0) : null
  const names = (moment?.by ?? []).map((index) => data?.people[index]?.name ?? words.nobody).join(', ')
  return (
    <PastFrame chapter={chapter} here="playback">
      <article className="mx-auto min-h-[70dvh] max-w-[860px] bg-paper px-5 pt-7 pb-40 shadow-card sm:mt-[22px] sm:rounded-t-[12px] sm:px-12">
        <PastHeading title={moment ? timeOf(moment.at) : words.playback}>
          {moment
            ? `${names} · ${gap ?? (moment.from === 1 ? words.began : words.playbackLead)}`
            : words.playbackLead}
        </PastHeading>
        {error ? (
          <NotThere onAgain={() => void mutate()} />
        ) : playback.error ? (
          <NotThere onAgain={() => void mutate().then(playback.again)} />
        ) : data?.moments.length === 0 ? (
          <EmptyState title={words.noMomentsTitle}>{words.noMoments}</EmptyState>
        ) : playback.frame ? (
          <Sheet frame={playback.frame.blocks} language={chapter.manuscript.language} />
        ) : (
          <Waiting />
        )}
      </article>
      {data && moment ? (
        <PlayBar
          playback={playback}
          many={data.moments.length}
          about={words.momentIn(playback.at + 1, data.moments.length, timeOf(moment.at), names, gap)}
          people={moment.by.flatMap((index) => data.people[index] ?? [])}
        />
      ) : null}
    </PastFrame>
  )
}
