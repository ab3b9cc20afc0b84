'use client'

import { useCallback, useEffect } from 'react'
import useSWR from 'swr'
import { call } from '@/components/api'
import type { RoundList, RoundView } from '@/lib/critique/contract.rounds'

type OnNotice = (listener: (notice: { topic: string }) => void) => () => void

const TOPICS = new Set(['rounds', 'packages', 'connected'])

/** The longest time a browser's timer can wait; a round that ends later is looked at again by then. */
const LONGEST_TIMER_MS = 2_000_000_000

/** A moment for the server's clock to pass the date as well. */
const AFTER_END_MS = 500

const loadRounds = (path: string) => call<RoundList>('GET', path, { stay: true }).then(({ rounds }) => rounds)

/** The rounds of a chapter, newest first, kept fresh. */
export interface Rounds {
  rounds: readonly RoundView[]
  /** The one that is open, if there is one. */
  open: RoundView | null
  /** Puts what the server answered in its place. */
  take: (round: RoundView) => void
}

/** Loads the rounds of a chapter, and again whenever the server says that something changed, or the open one ends. */
export function useRounds(chapterId: string, onNotice: OnNotice): Rounds {
  const { data, mutate } = useSWR(`/chapters/${chapterId}/rounds`, loadRounds, {
    keepPreviousData: true,
    dedupingInterval: 250,
  })
  const rounds = data ?? []
  const open = rounds.find(({ endedAt }) => endedAt === null) ?? null
  // A round counts the notes of its packages; without one no note concerns it.
  const countsNotes = open !== null
  useEffect(
    () =>
      onNotice(({ topic }) => {
        if (TOPICS.has(topic) || (topic === 'threads' && countsNotes)) void mutate()
      }),
    [onNotice, mutate, countsNotes],
  )
  const endsAt = open?.endsAt ?? null
  useEffect(() => {
    if (endsAt === null) return
    const wait = Math.max(0, Date.parse(endsAt) - Date.now()) + AFTER_END_MS
    const timer = setTimeout(() => void mutate(), Math.min(wait, LONGEST_TIMER_MS))
    return () => clearTimeout(timer)
  }, [endsAt, mutate])
  const take = useCallback(
    (round: RoundView) =>
      void mutate(
        (known = []) =>
          known.some(({ id }) => id === round.id)
            ? known.map((one) => (one.id === round.id ? round : one))
            : [round, ...known],
        { revalidate: false },
      ),
    [mutate],
  )
  return { rounds, open, take }
}
