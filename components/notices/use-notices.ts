'use client'

import { useEffect, useRef, useState } from 'react'
import useSWR from 'swr'
import type { News, NoticeList, NoticesRead } from '@/lib/notify/contract'
import { call } from '@/components/api'

/** How many the bell shows; the page has the others. */
const SHOWN = 20
const KEY = `/me/notices?limit=${SHOWN}`
/** The page itself comes first: notices are asked for when it has stood for so long. */
const BEGIN_AFTER_MS = 1_500
const WAIT_S = 25
/** Between two requests when the server does not let one wait, and after a failure. */
const PAUSE_MS = 15_000

const load = (path: string) => call<NoticeList>('GET', path, { stay: true })

/** One's newest notices, live while the page is looked at. Undefined until they are there. */
export function useNotices() {
  const [isBegun, setBegun] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setBegun(true), BEGIN_AFTER_MS)
    return () => clearTimeout(timer)
  }, [])
  const { data, error, mutate } = useSWR<NoticeList, Error>(isBegun ? KEY : null, load, {
    revalidateOnFocus: false,
    revalidateOnReconnect: false,
    shouldRetryOnError: false,
  })
  useNews(data?.stamp, mutate)
  const read = async (which: NoticesRead) => {
    await call('POST', '/me/notices/read', { body: which, stay: true })
    await mutate()
  }
  return { list: data, failed: error !== undefined, again: () => void mutate(), read }
}

/** Waits with the server until there is something new, while the page is visible. */
function useNews(stamp: string | undefined, onNews: () => Promise<unknown>): void {
  const known = useRef(stamp)
  const look = useRef(onNews)
  useEffect(() => {
    known.current = stamp
    look.current = onNews
  })
  const isKnown = stamp !== undefined
  useEffect(() => {
    if (!isKnown) return
    const leaving = new AbortController()
    void follow(leaving.signal, async (signal) => {
      const since = encodeURIComponent(known.current ?? '')
      const path = `/me/notices/news?wait=${WAIT_S}&since=${since}`
      const { stamp: now } = await call<News>('GET', path, { stay: true, signal })
      if (now === known.current) return false
      await look.current()
      return true
    })
    return () => leaving.abort()
  }, [isKnown])
}

/**
 * Asks again and again until `signal` says that it is over; not while the page is hidden, and not at once after an
 * answer that came too soon.
 */
async function follow(signal: AbortSignal, ask: (signal: AbortSignal) => Promise<boolean>): Promise<void> {
  while (!signal.aborted) {
    await untilVisible(signal)
    if (signal.aborted) return
    const hidden = new AbortController()
    const hide = () => document.visibilityState === 'hidden' && hidden.abort()
    document.addEventListener('visibilitychange', hide)
    const began = performance.now()
    let isNews = false
    try {
      isNews = await ask(AbortSignal.any([signal, hidden.signal]))
    } catch {
      // Offline, signed out, or hidden: the next turn finds out.
    } finally {
      document.removeEventListener('visibilitychange', hide)
    }
    if (!isNews && !hidden.signal.aborted && performance.now() - began < PAUSE_MS)
      await pause(PAUSE_MS, signal)
  }
}

function untilVisible(signal: AbortSignal): Promise<void> {
  if (document.visibilityState === 'visible') return Promise.resolve()
  return new Promise((resolve) => {
    const done = () => {
      if (document.visibilityState !== 'visible' && !signal.aborted) return
      document.removeEventListener('visibilitychange', done)
      signal.removeEventListener('abort', done)
      resolve()
    }
    document.addEventListener('visibilitychange', done)
    signal.addEventListener('abort', done)
  })
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    signal.addEventListener('abort', done)
  })
}
