'use client'

import useSWR from 'swr'
import { call } from '@/components/api'
import type { ReaderList } from '@/lib/critique/contract.mentions'

type People = ReaderList['people']

/** Pages of 500: more people than can be found by typing the beginning of a name need no list. */
const MOST_PAGES = 4

/** Who may be called in a note of the chapter. */
export async function readersOf(chapterId: string): Promise<People> {
  const people: People = []
  let cursor: string | null = null
  for (let page = 0; page < MOST_PAGES; page++) {
    const query: string = cursor ? `?cursor=${encodeURIComponent(cursor)}` : ''
    const list: ReaderList = await call('GET', `/chapters/${chapterId}/readers${query}`, { stay: true })
    people.push(...list.people)
    if (!list.next) return people
    cursor = list.next
  }
  return people
}

/** Who may be called, once somebody is about to be. */
export function useReaders(chapterId: string, needed: boolean): People {
  const { data } = useSWR(needed ? `readers of ${chapterId}` : null, () => readersOf(chapterId), {
    ...{ revalidateOnFocus: false, keepPreviousData: true, dedupingInterval: 60_000 },
  })
  return data ?? []
}
