'use client'

import './margin.css'
import { ListFilter } from 'lucide-react'
import { memo, useRef, type ReactNode } from 'react'
import { agreementText } from '@/components/text/agreement'
import { marginText as words } from '@/components/text/margin'
import { notesText } from '@/components/text/notes'
import { quoted } from '@/components/text/quoted'
import { TellCritics, TellDialog } from '@/components/receipts/tell-critics'
import { Button } from '@/components/ui/button'
import { Sheet } from '@/components/ui/overlay'
import type { ThreadView } from '@/lib/critique/contract'
import { saidOf } from './agreement'
import { AgreementList } from './agreement-list'
import { AgreementStrip } from './agreement-strip'
import { AgreementSwitch } from './agreement-switch'
import { useCategories } from './categories'
import { Composer } from './composer'
import { isNarrow, OPEN_NOTES } from './filter'
import { FilterFields } from './filter-fields'
import { FilterCount, MarginFilter } from './margin-filter'
import { becameOf, ThreadCard } from './thread-card'
import { Tray } from './tray'
import type { MarginProps } from './margin-props'
import { useMargin, type MarginState } from './use-margin'
import { DRAFT_ID } from './use-places'
import { useTops } from './use-tops'

interface PartProps {
  margin: MarginState
  props: MarginProps
}

function Writer({ margin, props }: PartProps) {
  const { composing, setSheet } = margin
  return (
    <Composer
      chapterId={props.chapterId}
      draft={composing.draft}
      round={margin.round}
      onChange={composing.change}
      onPost={async (note, mentions) => {
        await composing.post(note, mentions)
        setSheet(false)
      }}
      onClose={composing.close}
      onDiscard={composing.discard}
    />
  )
}

function Card({ margin, props, thread, why }: PartProps & { thread: ThreadView; why?: ReactNode }) {
  const categories = useCategories()
  const passage = margin.agreement.byThread.get(thread.id)
  return (
    <ThreadCard
      thread={thread}
      became={becameOf(margin.places.get(thread.id))}
      stands={margin.overtaken.get(thread.id)}
      active={thread.id === margin.active}
      viewerId={props.viewer.userId}
      acts={margin.acts}
      why={why}
      crowd={passage?.people.length}
      said={passage && saidOf(passage, categories)}
      disagree={passage?.disagree}
    />
  )
}

/** Notes on the whole chapter, those that lost their words, and what else can be done here. */
function Foot({ margin, props }: PartProps) {
  const { onChapter, lost, places, composing, filter, resolvedNotes } = margin
  const showResolved = filter.state !== 'open'
  return (
    <>
      {onChapter.map((thread) => (
        <section
          key={thread.id}
          data-foot={thread.id}
          tabIndex={0}
          className="mb-2.5"
          aria-label={words.about(thread.author.name, null)}
          onFocus={() => margin.choose(thread.id)}
        >
          <p className="mb-1 px-1 text-[12.5px] text-ink-faint">{words.onChapter}</p>
          <Card margin={margin} props={props} thread={thread} />
        </section>
      ))}
      <Tray
        lost={lost}
        places={places}
        renderCard={(thread, why) => <Card margin={margin} props={props} thread={thread} why={why} />}
        onChoose={margin.choose}
        onPin={margin.pinAt}
      />
      <div className="mt-4 flex flex-wrap gap-1">
        {props.can.comment && !composing.open ? (
          <Button tone="ghost" size="small" onClick={() => composing.begin(null)}>
            {words.commentOnChapter}
          </Button>
        ) : null}
        {resolvedNotes > 0 ? (
          <Button
            tone="ghost"
            size="small"
            aria-pressed={showResolved}
            onClick={() => margin.setFilter({ ...filter, state: showResolved ? 'open' : 'all' })}
          >
            {showResolved ? words.hideResolved : words.showResolved(resolvedNotes)}
          </Button>
        ) : null}
      </div>
    </>
  )
}

function Filter({ margin }: { margin: MarginState }) {
  const { filter, setFilter, people, shown, threads } = margin
  return (
    <MarginFilter
      filter={filter}
      onChange={setFilter}
      people={people}
      shown={shown.length}
      all={threads.length}
    >
      <AgreementSwitch agreement={margin.agreement} isShort={isNarrow(filter)} />
    </MarginFilter>
  )
}

/** For those who write the chapter: what they marked and have not told. */
function Marks({ margin, props, className }: PartProps & { className: string }) {
  if (!props.can.edit) return null
  return (
    <TellCritics
      threads={margin.threads}
      viewerId={props.viewer.userId}
      onTell={() => margin.setTelling(true)}
      className={className}
    />
  )
}

/** What the filter says when it lets nothing through. */
function NoneLikeThat({ margin }: { margin: MarginState }) {
  if (margin.shown.length > 0 || !isNarrow(margin.filter)) return null
  return (
    <div className="px-5 py-6 text-ink-soft">
      <p className="font-serif text-[17px] text-ink">{notesText.filter.none}</p>
      <p className="mt-1 mb-3">{notesText.filter.noneHint}</p>
      <Button size="small" onClick={() => margin.setFilter(OPEN_NOTES)}>
        {notesText.filter.clear}
      </Button>
    </div>
  )
}

function Nothing({ margin, props }: PartProps) {
  if (!margin.loaded) return margin.failed ? <p className="px-2 text-ink-soft">{words.notLoaded}</p> : null
  if (margin.composing.open) return null
  if (margin.threads.length > 0) return <NoneLikeThat margin={margin} />
  return (
    <div className="px-2 py-6 text-ink-soft">
      <p className="font-serif text-[17px] text-ink">{words.empty}</p>
      <p className="mt-1">{props.can.comment ? words.emptyHint : words.emptyReader}</p>
    </div>
  )
}

/** Beside the text: every card level with its words. */
function WideMargin({ margin, props }: PartProps) {
  const column = useRef<HTMLDivElement>(null)
  const { beside, composing, active, choose } = margin
  const writingHere = composing.open && composing.offset !== null
  useTops(props.editor, column, margin.standing, writingHere ? DRAFT_ID : active)
  const slot = (id: string) => ({
    'data-slot': id,
    className: 'note-slot',
  })
  return (
    <aside aria-label={words.title} className="relative min-w-0">
      {margin.threads.length > 0 ? <Filter margin={margin} /> : null}
      {margin.agreement.isOn ? (
        <AgreementStrip
          editor={props.editor}
          passages={margin.agreement.passages}
          text={margin.text}
          onShow={margin.showPassage}
        />
      ) : null}
      <Marks margin={margin} props={props} className="mb-2 ml-5 flex flex-wrap items-center gap-2.5" />
      <Nothing margin={margin} props={props} />
      <div ref={column} className="relative">
        {beside.map(({ thread }) => (
          <section
            key={thread.id}
            {...slot(thread.id)}
            data-active={thread.id === active}
            tabIndex={0}
            aria-label={words.about(thread.author.name, thread.quote)}
            onFocus={() => {
              if (thread.id !== active) choose(thread.id)
            }}
          >
            <Card margin={margin} props={props} thread={thread} />
          </section>
        ))}
        {writingHere ? (
          <div {...slot(DRAFT_ID)} data-active>
            <Writer margin={margin} props={props} />
          </div>
        ) : null}
      </div>
      <div className="mt-6 pl-5">
        {composing.open && !writingHere ? <Writer margin={margin} props={props} /> : null}
        <Foot margin={margin} props={props} />
      </div>
    </aside>
  )
}

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
function NarrowMargin({ margin, props }: PartProps) {
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

/**
 * The critique of a chapter beside its words: cards level with their passages, a tray for those that lost them, and
 * on narrow screens the same as a sheet from below. It is not rendered again while somebody types.
 */
export const Margin = memo(function Margin(props: MarginProps) {
  const margin = useMargin(props)
  return (
    <>
      {margin.wide ? (
        <WideMargin margin={margin} props={props} />
      ) : (
        <NarrowMargin margin={margin} props={props} />
      )}
      {margin.telling ? (
        <TellDialog chapterId={props.chapterId} onOpenChange={margin.setTelling} onTold={margin.refresh} />
      ) : null}
    </>
  )
})
