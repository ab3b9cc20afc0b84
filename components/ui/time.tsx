'use client'

import { createContext, use, useEffect, useState, useSyncExternalStore, type ReactNode } from 'react'
import { agoInWords, dateInWords, exactTime } from '@/components/text/dates'

const MINUTE_MS = 60_000

/** The time that relative dates count from, and who is told when it has moved. */
interface Now {
  read(): number
  subscribe(listener: () => void): () => void
}

const NowContext = createContext<Now | null>(null)

/**
 * The time that relative dates count from: the server's at first, so that server and browser render the same
 * words, then the browser's own, renewed each minute. Only dates whose words change with it are rendered again.
 * @param at milliseconds since 1970 on the server
 */
export function NowProvider({ at, children }: { at: number; children: ReactNode }) {
  const [{ now, tick }] = useState(() => nowFrom(at))
  useEffect(() => {
    const first = setTimeout(tick, 0)
    const timer = setInterval(tick, MINUTE_MS)
    return () => {
      clearTimeout(first)
      clearInterval(timer)
    }
  }, [tick])
  return <NowContext value={now}>{children}</NowContext>
}

function nowFrom(at: number): { now: Now; tick: () => void } {
  const listeners = new Set<() => void>()
  let time = at
  return {
    now: {
      read: () => time,
      subscribe(listener) {
        listeners.add(listener)
        return () => listeners.delete(listener)
      },
    },
    tick() {
      time = Date.now()
      for (const listener of listeners) listener()
    },
  }
}

const never = () => () => {}

/** False on the server and while hydrating, true after: for words that depend on the reader's time zone. */
export function useHydrated(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  )
}

interface RelativeTimeProps {
  /** An ISO time, as the API gives it. */
  at: string
  /** `relative`: 12 min ago; `date`: 3 November; both with the exact time on hover. */
  show?: 'relative' | 'date'
  className?: string
}

/** A time as people say it, with the exact one on hover. Never differs between server and first paint. */
export function RelativeTime({ at, show = 'relative', className }: RelativeTimeProps) {
  const now = use(NowContext)
  const zone = useHydrated() ? undefined : 'UTC'
  const date = new Date(at)
  const inWords = () =>
    show === 'relative' && now ? agoInWords(date, now.read(), zone) : dateInWords(date, zone)
  const words = useSyncExternalStore(now?.subscribe ?? never, inWords, inWords)
  return (
    <time dateTime={date.toISOString()} title={exactTime(date, zone)} className={className}>
      {words}
    </time>
  )
}
