'use client'

import { Pause, Play, SkipBack, SkipForward } from 'lucide-react'
import { pastText as words } from '@/components/text/past'
import { AvatarRow } from '@/components/ui/avatar'
import { Button, IconButton } from '@/components/ui/button'
import type { HistoryView } from '@/lib/manuscript/contract.past'
import { SPEEDS, type Playback, type Speed } from './use-playback'

interface PlayBarProps {
  playback: Playback
  many: number
  /** The moment in words, for the slider. */
  about: string
  people: HistoryView['people']
}

/** The controls at the lower edge: play, step, speed, and the slider over all moments. */
export function PlayBar({ playback, many, about, people }: PlayBarProps) {
  const { at, isPlaying, speed, go, toggle, setSpeed } = playback
  const Sign = isPlaying ? Pause : Play
  return (
    <section
      aria-label={words.playback}
      className="fixed inset-x-0 bottom-0 z-20 border-t border-rule bg-desk/95 px-3 pt-2 pb-[max(0.6rem,env(safe-area-inset-bottom))] backdrop-blur-sm"
    >
      <div className="mx-auto grid max-w-[860px] gap-1">
        <input
          type="range"
          className="play-range"
          min={0}
          max={many - 1}
          step={1}
          value={at}
          aria-label={words.slider}
          aria-valuetext={about}
          onChange={(event) => go(Number(event.target.value))}
        />
        <div className="flex items-center gap-1.5 sm:gap-2.5">
          <IconButton label={words.previous} disabled={at <= 0} onClick={() => go(at - 1)}>
            <SkipBack aria-hidden className="size-4" />
          </IconButton>
          <Button tone="accent" size="small" className="min-w-[88px]" onClick={toggle} disabled={many < 2}>
            <Sign aria-hidden className="size-3.5" />
            {isPlaying ? words.pause : words.play}
          </Button>
          <IconButton label={words.next} disabled={at >= many - 1} onClick={() => go(at + 1)}>
            <SkipForward aria-hidden className="size-4" />
          </IconButton>
          <label className="flex items-center gap-2 text-[13px] text-ink-soft">
            <span className="max-sm:sr-only">{words.speed}</span>
            <select
              value={speed}
              onChange={(event) => setSpeed(Number(event.target.value) as Speed)}
              className="touch min-h-8 rounded-control border border-rule bg-raised px-2 text-[13px] text-ink"
            >
              {SPEEDS.map((one) => (
                <option key={one} value={one}>
                  {words.times(one)}
                </option>
              ))}
            </select>
          </label>
          <span className="ml-auto flex items-center gap-2.5 text-[12.5px] text-ink-soft tabular-nums">
            <span className="max-sm:hidden">
              <AvatarRow
                people={people.map(({ userId, name, colour }) => ({ id: userId, name, colour }))}
                most={3}
                on="desk"
              />
            </span>
            {words.momentOf(at + 1, many)}
          </span>
        </div>
      </div>
    </section>
  )
}
