'use client'

import { Search } from 'lucide-react'
import { useEffect, useState } from 'react'
import useSWR from 'swr'
import { call, fetchView } from '@/components/api'
import { dateInWords } from '@/components/text/dates'
import { pastText as words } from '@/components/text/past'
import { Button } from '@/components/ui/button'
import { Field, Input, Select } from '@/components/ui/field'
import { EmptyState } from '@/components/ui/pieces'
import { useToast } from '@/components/ui/toast'
import { sentenceOf } from '@/components/use-work'
import { dayOf } from '@/components/versions/days'
import type { ChapterView } from '@/lib/manuscript/contract'
import { type BroughtBackView, type CutList, type CutView } from '@/lib/manuscript/contract.past'
import { CutCard } from './cut-card'
import { PastFrame } from './past-frame'
import { NotThere, Waiting } from './waiting'
import './past.css'

/** A search begins when nothing was typed for so long. */
const TYPED_MS = 300

const HOUR_MS = 3_600_000
const SPANS = { all: null, week: 7 * 24 * HOUR_MS, day: 24 * HOUR_MS } as const
type Span = keyof typeof SPANS

/** The value when it did not change for a while. */
function useSettled(value: string): string {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), TYPED_MS)
    return () => clearTimeout(timer)
  }, [value])
  return settled
}

function pathOf(chapterId: string, asked: string, span: Span, now: number): string {
  const back = SPANS[span]
  const query = new URLSearchParams({
    ...(asked.trim() !== '' && { words: asked.trim() }),
    ...(back !== null && { since: new Date(now - back).toISOString() }),
  })
  return `/chapters/${chapterId}/cuts?${query}`
}

/** The cut passages that are asked for, page after page. */
function useCuts(path: string) {
  const { data, error, mutate } = useSWR<CutList, Error>(path, fetchView, { keepPreviousData: true })
  const [older, setOlder] = useState<{ after: CutList; list: CutList } | null>(null)
  const fits = data && older?.after === data ? older.list : null
  const next = fits ? fits.next : (data?.next ?? null)
  const more = async () => {
    if (!data) return
    const page = await call<CutList>('GET', `${path}&cursor=${next ?? ''}`)
    setOlder({ after: data, list: { ...page, cuts: [...(fits?.cuts ?? []), ...page.cuts] } })
  }
  return {
    data,
    error,
    mutate,
    cuts: [...(data?.cuts ?? []), ...(fits?.cuts ?? [])],
    more: next ? more : null,
  }
}

function byDay(cuts: readonly CutView[], now: number): { day: string; cuts: CutView[] }[] {
  const days: { day: string; cuts: CutView[] }[] = []
  for (const cut of cuts) {
    const day = dayOf(cut.at, now)
    const last = days.at(-1)
    if (last?.day === day) last.cuts.push(cut)
    else days.push({ day, cuts: [cut] })
  }
  return days
}

interface CutsScreenProps {
  chapter: ChapterView
  /** Milliseconds since 1970 on the server. */
  now: number
}

/** What was cut in a chapter: found by words or time, put back or copied. */
export function CutsScreen({ chapter, now }: CutsScreenProps) {
  const toast = useToast()
  const [typed, setTyped] = useState('')
  const [span, setSpan] = useState<Span>('all')
  const asked = useSettled(typed)
  const { data, error, mutate, cuts, more } = useCuts(pathOf(chapter.id, asked, span, now))
  const isNarrowed = asked.trim() !== '' || span !== 'all'
  const bringBack = async (cut: CutView) => {
    try {
      const path = `/chapters/${chapter.id}/cuts/${cut.id}`
      const { seq } = await call<BroughtBackView>('POST', `${path}/restore`)
      toast({
        text: words.broughtBack,
        undo: async () => {
          await call('POST', `${path}/take-out`, { body: { seq } })
          await mutate()
        },
      })
      await mutate()
    } catch (failure) {
      toast({ text: sentenceOf(failure), tone: 'error' })
    }
  }
  return (
    <PastFrame chapter={chapter} here="cuts">
      <div className="mx-auto max-w-[860px] px-3 pt-6 pb-24 sm:px-5">
        <h1 className="font-serif text-[25px] leading-tight font-semibold">{words.cuts}</h1>
        <p className="mt-1 text-[13.5px] text-ink-soft">
          {data?.since ? words.cutsSince(dateInWords(new Date(data.since))) : words.cutsLead}
        </p>
        <div role="search" className="mt-5 grid gap-3 sm:grid-cols-[minmax(0,1fr)_200px]">
          <Field label={words.search}>
            {(wiring) => (
              <span className="relative block">
                <Search
                  aria-hidden
                  className="pointer-events-none absolute top-1/2 left-3 size-4 -translate-y-1/2 text-ink-soft"
                />
                <Input
                  {...wiring}
                  type="search"
                  className="pl-9"
                  maxLength={200}
                  value={typed}
                  placeholder={words.searchPlaceholder}
                  onChange={(event) => setTyped(event.target.value)}
                />
              </span>
            )}
          </Field>
          <Field label={words.when}>
            {(wiring) => (
              <Select {...wiring} value={span} onChange={(event) => setSpan(event.target.value as Span)}>
                {(Object.keys(SPANS) as Span[]).map((one) => (
                  <option key={one} value={one}>
                    {words.spans[one]}
                  </option>
                ))}
              </Select>
            )}
          </Field>
        </div>
        <p aria-live="polite" className="mt-3 min-h-5 text-[13px] text-ink-soft tabular-nums">
          {data && data.found > 0 ? words.found(data.found) : ''}
        </p>
        {error ? (
          <NotThere onAgain={() => void mutate()} />
        ) : !data ? (
          <Waiting />
        ) : cuts.length === 0 ? (
          <EmptyState title={isNarrowed ? words.noneFoundTitle : words.noCutsTitle}>
            {isNarrowed ? words.noneFound : words.noCuts}
          </EmptyState>
        ) : (
          byDay(cuts, now).map(({ day, cuts: ofDay }) => (
            <section key={day} aria-label={day} className="mt-5">
              <h2 className="mb-2 text-[12.5px] font-semibold text-ink-soft">{day}</h2>
              <ol className="grid gap-3">
                {ofDay.map((cut) => (
                  <li key={cut.id}>
                    <CutCard
                      cut={cut}
                      chapterId={chapter.id}
                      language={chapter.manuscript.language}
                      onBringBack={() => bringBack(cut)}
                    />
                  </li>
                ))}
              </ol>
            </section>
          ))
        )}
        {more ? (
          <Button tone="ghost" className="mt-4" onClick={() => void more()}>
            {words.older}
          </Button>
        ) : null}
      </div>
    </PastFrame>
  )
}
