'use client'

import { Check } from 'lucide-react'
import { useLayoutEffect, useMemo, useRef, useState, type RefObject } from 'react'
import { useLook } from '@/components/margin/categories'
import { KindMark } from '@/components/margin/kind-mark'
import { Marked } from '@/components/margin/marked'
import { layOut, marginHeight, type Card } from '@/components/margin/layout'
import { marginText } from '@/components/text/margin'
import { versionsText as words } from '@/components/text/versions'
import { Avatar } from '@/components/ui/avatar'
import { classes } from '@/components/ui/classes'
import { RelativeTime } from '@/components/ui/time'
import type { StoodThread } from '@/lib/manuscript/contract.versions'
import '@/components/margin/margin.css'

interface NotesProps {
  threads: readonly StoodThread[]
  /** The block of each thread, by its id. */
  places: ReadonlyMap<string, number>
  /** Where the blocks are drawn. */
  sheet: RefObject<HTMLElement | null>
  active: string | null
  onActive: (threadId: string | null) => void
  /** Cards level with their words; else one below the other. */
  beside: boolean
  language: string
}

function NoteCard({ thread, active, language }: { thread: StoodThread; active: boolean; language: string }) {
  const { hue } = useLook(thread.category)
  const lost = thread.quote !== null && thread.placement?.state === 'unplaced'
  return (
    <div
      style={{ '--c': `var(--${hue})` }}
      className={classes(
        'note-card',
        active && 'note-card-active',
        thread.status !== 'open' && 'note-card-resolved',
      )}
    >
      {thread.quote ? (
        <p lang={language} className="mb-1.5 line-clamp-2 font-serif text-[14px] text-ink-soft italic">
          {thread.quote}
        </p>
      ) : (
        <p className="mb-1.5 text-[12.5px] text-ink-soft">{marginText.onChapter}</p>
      )}
      {thread.comments.map((comment, i) => (
        <div key={comment.id} className={i > 0 ? 'mt-2 border-t border-rule pt-2' : ''}>
          <p className="mb-1 flex flex-wrap items-center gap-x-2 gap-y-1">
            <Avatar name={comment.author.name} colour={comment.author.colour} size="small" decorative />
            <span className="font-semibold">{comment.author.name}</span>
            <span className="text-[12.5px] text-ink-faint">
              <RelativeTime at={comment.createdAt} />
            </span>
            {i === 0 ? <KindMark category={thread.category} /> : null}
          </p>
          <Marked body={comment.body} />
        </div>
      ))}
      {thread.status !== 'open' ? (
        <p className="mt-2 flex items-center gap-1.5 text-[12.5px] text-ink-soft">
          <Check aria-hidden className="size-3.5" />
          {words.statuses[thread.status]}
        </p>
      ) : null}
      {lost ? <p className="mt-2 text-[12.5px] text-ink-soft">{words.lostWords}</p> : null}
    </div>
  )
}

/** Tops of the blocks and heights of the cards, measured anew when the sheet or the cards change size. */
function useCards(
  { threads, places, sheet, beside }: NotesProps,
  column: RefObject<HTMLElement | null>,
): Card[] {
  const [cards, setCards] = useState<Card[]>([])
  useLayoutEffect(() => {
    const drawn = column.current
    const text = sheet.current
    if (!beside || !drawn || !text) return
    const measure = () => {
      const top = drawn.getBoundingClientRect().top
      setCards(
        threads.map(({ id }) => {
          const block = text.querySelector(`[data-block="${places.get(id) ?? -1}"]`)
          const card = drawn.querySelector<HTMLElement>(`[data-note="${id}"]`)
          const wanted = block ? block.getBoundingClientRect().top - top : 0
          return { id, wanted, height: card?.offsetHeight ?? 0 }
        }),
      )
    }
    measure()
    const watch = new ResizeObserver(measure)
    watch.observe(text)
    for (const card of drawn.querySelectorAll('[data-note]')) watch.observe(card)
    return () => watch.disconnect()
  }, [threads, places, sheet, beside, column])
  return cards
}

/** The notes of a version as they stood, each beside the block it was about. */
export function StoodNotes(props: NotesProps) {
  const { places, active, onActive, beside, language } = props
  const column = useRef<HTMLDivElement>(null)
  const threads = useMemo(
    () => [...props.threads].sort((a, b) => (places.get(a.id) ?? -1) - (places.get(b.id) ?? -1)),
    [props.threads, places],
  )
  const cards = useCards({ ...props, threads }, column)
  const tops = layOut(cards, active)
  if (threads.length === 0) return <p className="text-[13px] text-ink-soft">{words.noNotes}</p>
  return (
    <div
      ref={column}
      style={beside ? { height: marginHeight(cards, tops) } : undefined}
      className={beside ? 'relative' : 'grid gap-3'}
    >
      {threads.map((thread) => (
        <div
          key={thread.id}
          data-note={thread.id}
          role="group"
          tabIndex={0}
          aria-label={marginText.about(thread.author.name, thread.quote)}
          onFocus={() => onActive(thread.id)}
          onBlur={() => onActive(null)}
          onMouseEnter={() => onActive(thread.id)}
          onMouseLeave={() => onActive(null)}
          style={beside ? { top: tops.get(thread.id) ?? 0 } : undefined}
          className={beside ? 'absolute inset-x-0 rounded-[10px]' : 'rounded-[10px]'}
        >
          <NoteCard thread={thread} active={thread.id === active} language={language} />
        </div>
      ))}
    </div>
  )
}
