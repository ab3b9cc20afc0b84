'use client'

import '@/components/margin/margin.css'
import { Download } from 'lucide-react'
import Link from 'next/link'
import { useState } from 'react'
import { FilterFields } from '@/components/margin/filter-fields'
import { filterOf, isNarrow, OPEN_NOTES, queryOf, type NoteFilter } from '@/components/margin/filter'
import { AppHeader, DeskMain } from '@/components/shell/app-header'
import { notesText } from '@/components/text/notes'
import { receiptsText } from '@/components/text/receipts'
import { Button } from '@/components/ui/button'
import { Field, Select } from '@/components/ui/field'
import { Menu, MenuLabel } from '@/components/ui/menu'
import { EmptyState, Panel, Skeleton } from '@/components/ui/pieces'
import { useWide } from '@/components/margin/use-wide'
import { sentenceOf } from '@/components/use-work'
import type { ManuscriptThread, ManuscriptThreadQuery } from '@/lib/critique/contract.filters'
import type { ManuscriptView } from '@/lib/manuscript/contract'
import type { PersonView } from '@/lib/workshop/contract'
import { CollectItems } from './collect-items'
import { NoteItem } from './note-item'
import { useAllNotes } from './use-all-notes'

const words = notesText.all

interface AllNotesProps {
  manuscript: ManuscriptView
  /** Who opened a note in it. */
  people: readonly PersonView[]
  viewerId: string
  /** What the address asks for; null when it asks for nothing. */
  asked: Partial<ManuscriptThreadQuery> | null
}

interface Chaptered {
  chapter: ManuscriptThread['chapter']
  threads: ManuscriptThread[]
}

function byChapter(threads: readonly ManuscriptThread[]): Chaptered[] {
  const groups: Chaptered[] = []
  for (const thread of threads) {
    const last = groups.at(-1)
    if (last?.chapter.id === thread.chapter.id) last.threads.push(thread)
    else groups.push({ chapter: thread.chapter, threads: [thread] })
  }
  return groups
}

function Notes({ threads, language }: { threads: readonly ManuscriptThread[]; language: string }) {
  return byChapter(threads).map(({ chapter, threads: ofOne }) => (
    <section key={chapter.id} aria-labelledby={`chapter-${chapter.id}`} className="mb-7 last:mb-0">
      <h2
        id={`chapter-${chapter.id}`}
        lang={language}
        className="mb-2.5 font-serif text-[19px] font-semibold text-balance"
      >
        <Link href={`/chapters/${chapter.id}`} className="hover:underline hover:underline-offset-4">
          {chapter.position + 1}. {chapter.title}
        </Link>
      </h2>
      <ul className="grid list-none gap-2.5">
        {ofOne.map((thread) => (
          <li key={thread.id} className="min-w-0">
            <NoteItem thread={thread} language={language} />
          </li>
        ))}
      </ul>
    </section>
  ))
}

/** To a critic: how many of his notes were used. */
function MyReceipts({ threads }: { threads: readonly ManuscriptThread[] }) {
  const counts = { used: 0, partly: 0, kept: 0, later: 0 }
  for (const { receipt } of threads) if (receipt) counts[receipt.outcome] += 1
  if (receiptsText.sum(counts) === 0) return null
  return (
    <section
      aria-label={receiptsText.mine.title}
      className="mb-6 rounded-card border border-rule bg-raised px-4 py-3.5"
    >
      <h2 className="text-[13px] text-ink-soft">{receiptsText.mine.title}</h2>
      <p className="font-serif text-[19px]">{receiptsText.mine.used(counts)}</p>
    </section>
  )
}

function Waiting() {
  return (
    <div className="grid gap-2.5">
      <Skeleton className="h-28" />
      <Skeleton className="h-28" />
      <Skeleton className="h-28" />
    </div>
  )
}

interface AskProps extends Pick<AllNotesProps, 'manuscript' | 'people'> {
  filter: NoteFilter
  onFilter: (filter: NoteFilter) => void
  chapter: string | null
  onChapter: (chapter: string | null) => void
}

function Ask({ manuscript, people, filter, onFilter, chapter, onChapter }: AskProps) {
  return (
    <div className="grid gap-3">
      <FilterFields filter={filter} onChange={onFilter} people={people} />
      <Field label={words.chapter}>
        {(wiring) => (
          <Select
            {...wiring}
            value={chapter ?? ''}
            onChange={(event) => onChapter(event.currentTarget.value || null)}
          >
            <option value="">{words.everyChapter}</option>
            {manuscript.chapters.map(({ id, title }, at) => (
              <option key={id} value={id}>
                {at + 1}. {title}
              </option>
            ))}
          </Select>
        )}
      </Field>
      {isNarrow(filter) || chapter ? (
        <Button
          onClick={() => {
            onFilter(OPEN_NOTES)
            onChapter(null)
          }}
        >
          {notesText.filter.clear}
        </Button>
      ) : null}
    </div>
  )
}

/** Every note of a manuscript across its chapters, filtered; each leads to its words. */
export function AllNotes({ manuscript, people, viewerId, asked: atFirst }: AllNotesProps) {
  const { id, title, language, workshop } = manuscript
  const [filter, setFilter] = useState(atFirst ? filterOf(atFirst) : OPEN_NOTES)
  const [chapter, setChapter] = useState(atFirst?.chapter ?? null)
  const notes = useAllNotes(id, filter, chapter)
  const wide = useWide()
  const asked = queryOf(filter)
  if (chapter) asked.set('chapter', chapter)
  const ask = <Ask {...{ manuscript, people, filter, chapter }} onFilter={setFilter} onChapter={setChapter} />
  const nothing = notes.total === 0
  return (
    <>
      <AppHeader
        crumbs={[
          { label: workshop.name, href: `/workshops/${workshop.id}` },
          { label: title, href: `/manuscripts/${id}`, lang: language },
        ]}
        here={words.title}
      >
        <Menu
          trigger={
            <Button>
              <Download aria-hidden className="size-4" />
              <span className="max-sm:sr-only">{notesText.collect.open}</span>
            </Button>
          }
        >
          <MenuLabel>{notesText.collect.shown}</MenuLabel>
          <CollectItems manuscriptId={id} query={asked} />
        </Menu>
      </AppHeader>
      <DeskMain>
        <h1 className="font-serif text-[28px] font-semibold">{words.title}</h1>
        <p role="status" className="mb-5 text-ink-soft">
          {notes.total === null ? words.loading : notesText.filter.found(notes.total)}
        </p>
        {filter.receipt && filter.person === viewerId && !notes.more ? (
          <MyReceipts threads={notes.threads} />
        ) : null}
        <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_300px]">
          <div className="min-w-0 max-lg:order-2">
            {notes.failed ? (
              <Panel>
                <p role="alert">{sentenceOf(notes.failed)}</p>
                <Button className="mt-3" onClick={notes.again}>
                  {words.again}
                </Button>
              </Panel>
            ) : null}
            {notes.total === null && !notes.failed ? <Waiting /> : null}
            {nothing ? (
              <EmptyState title={people.length === 0 ? words.none : notesText.filter.none}>
                {people.length === 0 ? words.noneHint : notesText.filter.noneHint}
              </EmptyState>
            ) : null}
            <Notes threads={notes.threads} language={language} />
            {notes.more ? (
              <Button className="mt-5" busy={notes.isLoading} onClick={notes.loadMore}>
                {words.more}
              </Button>
            ) : null}
          </div>
          {wide ? (
            <Panel label={notesText.filter.open} className="sticky top-[calc(var(--bar)+20px)]">
              {ask}
            </Panel>
          ) : (
            <details className="min-w-0 rounded-card border border-rule bg-paper px-4 max-lg:order-1">
              <summary className="touch min-h-11 cursor-pointer py-2.5 font-medium">
                {notesText.filter.open}
              </summary>
              <div className="pb-4">{ask}</div>
            </details>
          )}
        </div>
      </DeskMain>
    </>
  )
}
