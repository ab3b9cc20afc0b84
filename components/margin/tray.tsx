'use client'

import { Pin } from 'lucide-react'
import type { ReactNode } from 'react'
import { marginText as words } from '@/components/text/margin'
import { quoted } from '@/components/text/quoted'
import { Button } from '@/components/ui/button'
import type { ThreadView } from '@/lib/critique/contract'
import type { Places } from './followed'

interface TrayProps {
  lost: readonly ThreadView[]
  places: Places
  renderCard: (thread: ThreadView, why: ReactNode) => ReactNode
  onChoose: (threadId: string) => void
  /** Pins a thread on a stretch of plain text. */
  onPin: (thread: ThreadView, from: number, to: number) => void
}

/** Notes whose words were deleted, or stand in several places: kept in sight, never guessed. */
export function Tray({ lost, places, renderCard, onChoose, onPin }: TrayProps) {
  if (lost.length === 0) return null
  return (
    <section
      aria-label={words.tray(lost.length)}
      className="mt-4 rounded-[10px] border border-rule-strong p-3"
    >
      <p className="mb-2 text-[13px] text-ink-soft">{words.tray(lost.length)}</p>
      <ul className="grid list-none gap-2.5">
        {lost.map((thread) => {
          const place = places.get(thread.id)
          const candidates =
            place?.state === 'unplaced' && place.reason === 'unsure' && thread.can.pin ? place.candidates : []
          const why = (
            <div className="mb-2 text-[13px] text-ink-soft">
              <span className="font-serif text-ink italic">{quoted(thread.quote ?? '')}</span>
              <p className="mt-1">{candidates.length > 0 ? words.unsure : words.gone}</p>
              {candidates.length > 0 ? (
                <p className="mt-1.5 flex flex-wrap gap-1.5">
                  {candidates.map(({ from, to }, index) => (
                    <Button key={from} size="small" onClick={() => onPin(thread, from, to)}>
                      <Pin aria-hidden className="size-3.5" />
                      {words.pinHere} {candidates.length > 1 ? index + 1 : ''}
                    </Button>
                  ))}
                </p>
              ) : null}
            </div>
          )
          return (
            <li key={thread.id}>
              <section
                data-foot={thread.id}
                tabIndex={0}
                aria-label={words.about(thread.author.name, thread.quote)}
                onFocus={() => onChoose(thread.id)}
              >
                {renderCard(thread, why)}
              </section>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
