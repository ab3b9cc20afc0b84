'use client'

import { useEffect, useState } from 'react'
import useSWRInfinite from 'swr/infinite'
import { fetchView } from '@/components/api'
import { queryOf, type NoteFilter } from '@/components/margin/filter'
import type { ManuscriptThreadList } from '@/lib/critique/contract.filters'

/** Notes fetched at once. */
const PAGE = 50

/** A search waits until typing pauses. */
const PAUSE_MS = 250

function usePaused<T>(value: T, isNow: boolean): T {
  const [paused, setPaused] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setPaused(value), isNow ? 0 : PAUSE_MS)
    return () => clearTimeout(timer)
  }, [value, isNow])
  return paused
}

/** The notes of a manuscript that the filter lets through, page by page. */
export function useAllNotes(manuscriptId: string, filter: NoteFilter, chapter: string | null) {
  const query = queryOf(filter)
  query.set('limit', String(PAGE))
  if (chapter) query.set('chapter', chapter)
  const asked = usePaused(query.toString(), filter.words === '')
  const { data, error, size, setSize, isValidating, mutate } = useSWRInfinite<ManuscriptThreadList, Error>(
    (page: number, before: ManuscriptThreadList | null) => {
      if (before && before.next === null) return null
      const cursor = before?.next ? `&cursor=${encodeURIComponent(before.next)}` : ''
      return `/manuscripts/${manuscriptId}/threads?${asked}${page > 0 ? cursor : ''}`
    },
    fetchView,
    { keepPreviousData: true },
  )
  const last = data?.at(-1)
  return {
    threads: data?.flatMap(({ threads }) => threads) ?? [],
    /** Null until the first answer. */
    total: data?.[0]?.total ?? null,
    more: last !== undefined && last.next !== null,
    isLoading: isValidating,
    failed: error ?? null,
    loadMore: () => void setSize(size + 1),
    again: () => void mutate(),
  }
}
