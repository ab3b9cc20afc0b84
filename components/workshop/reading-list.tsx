'use client'

import type { DeskReading } from '@/lib/manuscript/contract'
import { text } from '@/components/text/en'
import { Panel } from '@/components/ui/pieces'
import { RelativeTime } from '@/components/ui/time'

/** The beta sessions that wait for the reader; the reading room is a page of its own, without the desk around it. */
export function ReadingList({ reading }: { reading: readonly DeskReading[] }) {
  return (
    <Panel title={text.desk.reading}>
      <ul className="-mt-2">
        {reading.map(({ id, title, manuscript, closesAt }) => (
          <li key={id} className="border-t border-rule first:border-t-0">
            <a href={`/read/${id}`} className="group -mx-2 block rounded-control px-2 py-3 hover:bg-ink/4">
              <span className="line-clamp-2 font-serif text-[16.5px] leading-snug font-semibold group-hover:text-accent">
                {manuscript}
              </span>
              <span className="block text-[12.5px] text-ink-soft">
                {title}
                {closesAt ? (
                  <>
                    {' '}
                    · {text.desk.readingCloses} <RelativeTime at={closesAt} />
                  </>
                ) : null}
              </span>
            </a>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
