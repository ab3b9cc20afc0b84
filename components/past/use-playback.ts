'use client'

import { useCallback, useEffect, useRef, useState } from 'react'
import { isTyping } from '@/components/shell/shortcuts'
import type { HistoryView } from '@/lib/manuscript/contract.past'
import type { Frame, Player } from './player'

/** How long a moment stands when it plays at speed 1. */
const MOMENT_MS = 1_600

/** How fast it can play. */
export const SPEEDS = [1, 2, 4, 8] as const
export type Speed = (typeof SPEEDS)[number]

/** What is shown of a history, and what moves it. */
export interface Playback {
  at: number
  frame: { at: number; blocks: Frame } | null
  error: Error | null
  isPlaying: boolean
  speed: Speed
  go: (at: number) => void
  toggle: () => void
  setSpeed: (speed: Speed) => void
  again: () => void
}

/** The player, loaded when it is needed: it brings Yjs and the chapter schema. */
function usePlayer(chapterId: string, history: HistoryView | undefined): Player | null {
  const [player, setPlayer] = useState<Player | null>(null)
  useEffect(() => {
    if (!history) return
    let made: Player | null = null
    let isGone = false
    void import('./player').then((module) => {
      if (isGone) return
      made = new module.Player(chapterId, history)
      setPlayer(made)
    })
    return () => {
      isGone = true
      made?.close()
    }
  }, [chapterId, history])
  return player
}

/** Plays a history: begins at its end, goes moment by moment, and waits for each to be there. */
export function usePlayback(chapterId: string, history: HistoryView | undefined): Playback {
  const many = history?.moments.length ?? 0
  const player = usePlayer(chapterId, history)
  const [wanted, setWanted] = useState<number | null>(null)
  const at = Math.min(wanted ?? many - 1, many - 1)
  const [frame, setFrame] = useState<Playback['frame']>(null)
  const [error, setError] = useState<Error | null>(null)
  const [tries, setTries] = useState(0)
  const [isPlaying, setPlaying] = useState(false)
  const [speed, setSpeed] = useState<Speed>(1)
  const latest = useRef(at)

  useEffect(() => {
    latest.current = at
    if (!player || at < 0) return
    // What another history or an earlier try answers late says nothing about this one.
    let isOver = false
    // A slider that is drawn asks for many moments; only the one it rests on is made.
    const timer = setTimeout(() => {
      if (latest.current !== at) return
      player.frame(at).then(
        (blocks) => {
          if (isOver || latest.current !== at) return
          setFrame({ at, blocks })
          setError(null)
        },
        (failure: unknown) => {
          if (isOver) return
          setPlaying(false)
          setError(failure instanceof Error ? failure : new Error(String(failure)))
        },
      )
    }, 0)
    return () => {
      isOver = true
      clearTimeout(timer)
    }
  }, [player, at, tries])

  const shown = frame?.at
  useEffect(() => {
    if (!isPlaying || shown !== at) return
    const timer = setTimeout(() => {
      if (at + 1 >= many) setPlaying(false)
      else setWanted(at + 1)
    }, MOMENT_MS / speed)
    return () => clearTimeout(timer)
  }, [isPlaying, shown, at, many, speed])

  const go = useCallback((to: number) => setWanted(Math.min(Math.max(to, 0), many - 1)), [many])
  const toggle = useCallback(() => {
    setPlaying((now) => !now)
    // At its end it begins anew.
    setWanted((now) => ((now ?? many - 1) >= many - 1 ? 0 : now))
  }, [many])
  const pause = useCallback(
    (to: number) => {
      setPlaying(false)
      go(to)
    },
    [go],
  )
  const again = useCallback(() => setTries((now) => now + 1), [])
  useKeys(at, pause, toggle)
  return { at, frame, error, isPlaying, speed, go: pause, toggle, setSpeed, again }
}

/** Space plays, the arrows step; a control that has the focus keeps its own keys. */
function useKeys(at: number, go: (to: number) => void, toggle: () => void): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event)) return
      const isOnControl = event.target instanceof Element && event.target.closest('button, a') !== null
      if (event.key === ' ' && !isOnControl) {
        event.preventDefault()
        toggle()
      }
      if (event.key === 'ArrowLeft') go(at - 1)
      if (event.key === 'ArrowRight') go(at + 1)
    }
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [at, go, toggle])
}
