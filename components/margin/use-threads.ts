'use client'

import { useCallback, useEffect } from 'react'
import useSWR from 'swr'
import { call } from '@/components/api'
import type { ThreadList, ThreadView } from '@/lib/critique/contract'

/** More pages than any chapter has: a list that does not end is a fault of the server. */
const MOST_PAGES = 20

/** What a round hides or opens concerns every note. */
const TOPICS = new Set(['threads', 'packages', 'rounds', 'connected'])

/** Every thread of a chapter by the path of its list: the fetcher of all hooks that share SWR's key of that path. */
export async function everyThread(path: string): Promise<ThreadView[]> {
  const threads: ThreadView[] = []
  let cursor: string | null = null
  for (let page = 0; page < MOST_PAGES; page++) {
    const query: string = cursor ? `?cursor=${encodeURIComponent(cursor)}` : ''
    const { threads: more, next } = await call<ThreadList>('GET', `${path}${query}`, { stay: true })
    threads.push(...more)
    if (!next) return threads
    cursor = next
  }
  return threads
}

/** The threads of a chapter, kept fresh. */
export interface Threads {
  threads: readonly ThreadView[]
  /** True once they were loaded. */
  loaded: boolean
  failed: boolean
  /** Puts what the server answered in its place, so that a note of one's own stands at once. */
  take: (thread: ThreadView) => void
  /** Takes a deleted one out at once. */
  drop: (threadId: string) => void
  refresh: () => void
}

/**
 * Loads the threads of a chapter and loads them again whenever the server says that one changed.
 * @param onNotice subscribes to notices of the sync connection; the answer unsubscribes
 */
export function useThreads(
  chapterId: string,
  onNotice: (listener: (notice: { topic: string }) => void) => () => void,
): Threads {
  const { data, error, mutate } = useSWR(`/chapters/${chapterId}/threads`, everyThread, {
    keepPreviousData: true,
    dedupingInterval: 250,
  })
  const refresh = useCallback(() => void mutate(), [mutate])
  useEffect(
    () =>
      onNotice(({ topic }) => {
        if (TOPICS.has(topic)) refresh()
      }),
    [onNotice, refresh],
  )
  const take = useCallback(
    (thread: ThreadView) =>
      void mutate(
        (known = []) =>
          known.some(({ id }) => id === thread.id)
            ? known.map((one) => (one.id === thread.id ? thread : one))
            : [...known, thread],
        { revalidate: false },
      ),
    [mutate],
  )
  const drop = useCallback(
    (threadId: string) =>
      void mutate((known = []) => known.filter(({ id }) => id !== threadId), { revalidate: false }),
    [mutate],
  )
  return { threads: data ?? [], loaded: data !== undefined, failed: error !== undefined, take, drop, refresh }
}
