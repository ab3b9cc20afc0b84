'use client'

import { useRef } from 'react'
import { marginText as words } from '@/components/text/margin'
import { AgreementStrip } from './agreement-strip'
import { AgreementSwitch } from './agreement-switch'
import { isNarrow } from './filter'
import { MarginFilter } from './margin-filter'
import type { MarginState } from './use-margin'
import { DRAFT_ID } from './use-places'
import { useTops } from './use-tops'
import { Card, Foot, Marks, Nothing, Writer, type PartProps } from './margin-parts'

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

/** Beside the text: every card level with its words. */
export function WideMargin({ margin, props }: PartProps) {
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
