'use client'

import { useCallback, useEffect, useRef, type RefObject } from 'react'
import type { ProgressView } from '@/lib/beta/contract.reading'
import type { PageText } from './page-text'
import { keptPlace, laterPlace, type KeptPlace } from './places'
import type { RoomLink } from './use-outbox'

/** The line of the screen at which somebody reads, from its top. */
const READING_LINE = 0.33
/** The device keeps a place when the page has rested this long; the server hears of it at most this often. */
const REST_MS = 250
const REPORT_MS = 4_000
/** The end was seen when it has been in sight, or passed, this long. */
const SEEN_MS = 1_200
/** Of a pause longer than this, no more counts as reading. Seconds. */
const PAUSE_S = 120

interface PlaceOptions {
  editionId: string
  page: PageText | null
  link: RoomLink | null
  progress: ProgressView | null
  sharesTime: boolean
  /** The line that grows while one reads. */
  bar: RefObject<HTMLElement | null>
  /** Somebody was brought to his place. */
  onResumed: () => void
}

/** The paragraph at the reading line; null where none is. */
function paragraphInSight({ blocks }: PageText): number | null {
  const line = window.innerHeight * READING_LINE
  const middle = window.innerWidth / 2
  for (const y of [line, line + 24, line - 24, line + 60]) {
    const block = document.elementFromPoint(middle, y)?.closest<HTMLElement>('[data-p]')
    const paragraph = block ? blocks.indexOf(block) : -1
    if (paragraph >= 0) return paragraph
  }
  return null
}

function bring(page: PageText, paragraph: number): void {
  const block = page.blocks[paragraph]
  if (!block) return
  const fold = block.closest('details')
  const top = (fold && !fold.open ? fold : block).getBoundingClientRect().top
  window.scrollTo({ top: Math.max(0, top + window.scrollY - window.innerHeight * READING_LINE + 12) })
}

export interface Place {
  /** The paragraph being read. */
  current: () => number
  go: (paragraph: number) => void
  /** Tells the server at once. */
  report: (more?: Record<string, unknown>) => Promise<void>
}

/**
 * Keeps where somebody reads: on the device when the page rests, on the server every few seconds and when the page is left.
 * Opens at the later of both places. Seeing the end finishes the chapter.
 */
export function usePlace(options: PlaceOptions): Place {
  const { editionId, page, link } = options
  const latest = useRef(options)
  useEffect(() => {
    latest.current = options
  })
  const paragraph = useRef(0)
  const since = useRef(0)
  const report = useCallback(
    async (more: Record<string, unknown> = {}) => {
      if (!link) return
      const seconds = Math.round(Math.min(PAUSE_S, (performance.now() - since.current) / 1000))
      since.current = performance.now()
      const time = latest.current.sharesTime && seconds > 0 ? { seconds } : {}
      const body = { editionId, paragraph: paragraph.current, ...time, ...more }
      await link.outbox.add({ kind: 'progress', method: 'PUT', path: '/progress', body })
    },
    [link, editionId],
  )
  useEffect(() => {
    if (!page || !link) return
    since.current = performance.now()
    const open = async () => {
      const kept = await link.store.read<KeptPlace>('places', editionId)
      return laterPlace(kept, latest.current.progress)
    }
    return follow(page, {
      open,
      resumed: () => latest.current.onResumed(),
      seen: (now, share) => {
        paragraph.current = now
        latest.current.bar.current?.style.setProperty('transform', `scaleX(${share.toFixed(4)})`)
      },
      rested: (now) => void link.store.put('places', editionId, keptPlace(now, Date.now())),
      report: (more) => void report(more),
    })
  }, [page, link, editionId, report])
  return {
    current: useCallback(() => paragraph.current, []),
    go: useCallback((to: number) => page && bring(page, to), [page]),
    report,
  }
}

interface Following {
  /** Where to begin. */
  open: () => Promise<number>
  resumed: () => void
  seen: (paragraph: number, share: number) => void
  rested: (paragraph: number) => void
  report: (more?: Record<string, unknown>) => void
}

/** Goes to where somebody left off, then follows him down the page. @returns what ends it */
function follow(page: PageText, following: Following): () => void {
  history.scrollRestoration = 'manual'
  let paragraph = 0
  let reported: number | null = null
  let rest: ReturnType<typeof setTimeout> | undefined
  const ended = new AbortController()
  const report = (more?: Record<string, unknown>) => {
    reported = paragraph
    following.report(more)
  }
  const look = () => {
    paragraph = paragraphInSight(page) ?? paragraph
    const all = document.documentElement.scrollHeight - window.innerHeight
    following.seen(paragraph, all > 0 ? Math.min(1, window.scrollY / all) : 1)
  }
  const scrolled = () => {
    look()
    clearTimeout(rest)
    rest = setTimeout(() => following.rested(paragraph), REST_MS)
  }
  const reportNews = () => {
    if (reported !== null && reported !== paragraph) report()
  }
  void following.open().then((to) => {
    if (ended.signal.aborted) return
    if (to > 0) {
      bring(page, to)
      following.resumed()
    }
    look()
    // The first report is how a reader moves on to this edition.
    report()
  })
  const timer = setInterval(() => document.visibilityState === 'visible' && reportNews(), REPORT_MS)
  window.addEventListener('scroll', scrolled, { passive: true, signal: ended.signal })
  document.addEventListener('visibilitychange', reportNews, { signal: ended.signal })
  window.addEventListener('pagehide', reportNews, { signal: ended.signal })
  const stopSeeing = whenEndIsSeen(() => {
    paragraph = Math.max(0, page.blocks.length - 1)
    following.seen(paragraph, 1)
    report({ finished: true })
  })
  return () => {
    ended.abort()
    clearTimeout(rest)
    clearInterval(timer)
    stopSeeing()
  }
}

/** Calls once the end of the chapter has been in sight for a moment. */
function whenEndIsSeen(seen: () => void): () => void {
  const end = document.querySelector('[data-end]')
  if (!end) return () => {}
  let timer: ReturnType<typeof setTimeout> | undefined
  const observer = new IntersectionObserver(([entry]) => {
    // Whoever went on to the questions is past it.
    const isReached = entry?.isIntersecting || (entry?.boundingClientRect.bottom ?? 1) < 0
    if (!isReached) {
      clearTimeout(timer)
      timer = undefined
      return
    }
    timer ??= setTimeout(() => {
      observer.disconnect()
      seen()
    }, SEEN_MS)
  })
  observer.observe(end)
  return () => {
    clearTimeout(timer)
    observer.disconnect()
  }
}
