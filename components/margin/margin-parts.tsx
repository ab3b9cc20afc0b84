'use client'

import type { ReactNode } from 'react'
import { marginText as words } from '@/components/text/margin'
import { notesText } from '@/components/text/notes'
import { TellCritics } from '@/components/receipts/tell-critics'
import { Button } from '@/components/ui/button'
import type { ThreadView } from '@/lib/critique/contract'
import { saidOf } from './agreement'
import { useCategories } from './categories'
import { Composer } from './composer'
import { isNarrow, OPEN_NOTES } from './filter'
import { becameOf, ThreadCard } from './thread-card'
import { Tray } from './tray'
import type { MarginProps } from './margin-props'
import type { MarginState } from './use-margin'

/** What every part of the margin is given. */
export interface PartProps {
  margin: MarginState
  props: MarginProps
}

/** Where a note is written. */
export function Writer({ margin, props }: PartProps) {
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

/** A note, with what several say of its passage. */
export function Card({ margin, props, thread, why }: PartProps & { thread: ThreadView; why?: ReactNode }) {
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
export function Foot({ margin, props }: PartProps) {
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

/** For those who write the chapter: what they marked and have not told. */
export function Marks({ margin, props, className }: PartProps & { className: string }) {
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

/** What stands where no note is shown. */
export function Nothing({ margin, props }: PartProps) {
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
