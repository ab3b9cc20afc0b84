'use client'

import { ListFilter } from 'lucide-react'
import { agreementText } from '@/components/text/agreement'
import { marginText as words } from '@/components/text/margin'
import { notesText } from '@/components/text/notes'
import { quoted } from '@/components/text/quoted'
import { Button } from '@/components/ui/button'
import { Sheet } from '@/components/ui/overlay'
import { AgreementList } from './agreement-list'
import { FilterFields } from './filter-fields'
import { FilterCount } from './margin-filter'
import type { MarginState } from './use-margin'
import { Card, Foot, Marks, Nothing, Writer, type PartProps } from './margin-parts'

/** What the sheet of a phone is about: the note that was tapped, those of one passage, or all. */
function sheetOf({ beside, active, composing, openNotes, one, gathered }: MarginState) {
  if (gathered) {
    const shown = beside.filter(({ thread }) => gathered.includes(thread.id))
    const people = new Set(shown.map(({ thread }) => thread.author.userId))
    return { title: agreementText.people(people.size), shown, isPart: true }
  }
  if (!one) return { title: words.openNotes(openNotes), shown: beside, isPart: false }
  const shown = beside.filter(({ thread }) => thread.id === active)
  return { title: composing.open ? words.comment : words.note, shown, isPart: true }
}

/** What can be looked for in the sheet: the filter, and where several agree. */
function SheetHead({ margin }: { margin: MarginState }) {
  return (
    <>
      <details className="rounded-control border border-rule px-3">
        <summary className="touch flex min-h-10 cursor-pointer items-center gap-2 text-[14px] font-medium">
          <ListFilter aria-hidden className="size-4 text-ink-soft" />
          {notesText.filter.open}
          <FilterCount filter={margin.filter} shown={margin.shown.length} all={margin.threads.length} />
        </summary>
        <FilterFields
          filter={margin.filter}
          onChange={margin.setFilter}
          people={margin.people}
          className="grid-cols-2 pt-1 pb-3"
        />
      </details>
      <AgreementList agreement={margin.agreement} text={margin.text} onShow={margin.showPassage} />
    </>
  )
}

/** On a phone: a sheet from below with the note that was tapped or is being written, or with all of them. */
export function NarrowMargin({ margin, props }: PartProps) {
  const { active, composing, threads, gathered, openNotes } = margin
  const { title, shown, isPart } = sheetOf(margin)
  return (
    <Sheet open={margin.sheet} onOpenChange={margin.setSheet} title={title}>
      {composing.open ? <Writer margin={margin} props={props} /> : null}
      <Marks margin={margin} props={props} className="flex flex-wrap items-center justify-between gap-2.5" />
      {isPart || threads.length === 0 ? null : <SheetHead margin={margin} />}
      {shown.map(({ thread }) => (
        <section
          key={thread.id}
          tabIndex={0}
          aria-label={words.about(thread.author.name, thread.quote)}
          onFocus={() => {
            if (thread.id !== active) margin.choose(thread.id)
          }}
        >
          {thread.quote ? (
            <p className="mb-1 line-clamp-2 font-serif text-ink-soft italic">{quoted(thread.quote)}</p>
          ) : null}
          <Card margin={margin} props={props} thread={thread} />
        </section>
      ))}
      {isPart && (gathered || openNotes > 1) ? (
        <Button tone="ghost" size="small" onClick={margin.showAll}>
          {words.everyNote}
        </Button>
      ) : null}
      {isPart ? null : (
        <div>
          <Nothing margin={margin} props={props} />
          <Foot margin={margin} props={props} />
        </div>
      )}
    </Sheet>
  )
}
