'use client'

import { ChevronLeft, Ellipsis } from 'lucide-react'
import { useRef, type RefObject } from 'react'
import { readingText } from '@/components/text/reading'

const words = readingText.room

interface RoomBarProps {
  sessionId: string
  manuscript: string
  /** The line that grows while one reads. */
  bar: RefObject<HTMLDivElement | null>
  onLook: () => void
  onNote: () => void
  onBookmark: () => void
  onToBookmark: () => void
  onStop: () => void
  /** The other view of this edition. */
  other: { label: string; path: string } | null
}

/** The upper edge of the page: the way back, type and paper, and what else one may want to do here. */
export function RoomBar({ sessionId, manuscript, bar, onLook, other, ...acts }: RoomBarProps) {
  const menu = useRef<HTMLDetailsElement>(null)
  const entry = (label: string, act: () => void) => (
    <button
      type="button"
      className="block min-h-11 w-full rounded-[8px] px-3 text-left text-[15px] hover:bg-ink/6"
      onClick={() => {
        if (menu.current) menu.current.open = false
        act()
      }}
    >
      {label}
    </button>
  )
  return (
    <header className="room-bar">
      <div className="mx-auto flex h-12 max-w-[60rem] items-center gap-1 px-2 text-[13.5px] text-ink-soft">
        <a
          href={`/read/${sessionId}`}
          className="flex min-h-11 min-w-0 items-center gap-1 rounded-[8px] px-2 hover:text-ink"
        >
          <ChevronLeft aria-hidden className="size-4 shrink-0" />
          <span className="sr-only">{words.back}: </span>
          <span className="truncate">{manuscript}</span>
        </a>
        <div className="needs-script ml-auto flex items-center">
          <button
            type="button"
            aria-label={words.look}
            onClick={onLook}
            className="min-h-11 min-w-11 rounded-[8px] font-serif text-[17px] hover:bg-ink/6 hover:text-ink"
          >
            Aa
          </button>
          <details ref={menu} className="room-menu">
            <summary aria-label={words.menu}>
              <Ellipsis aria-hidden className="size-5" />
            </summary>
            <div className="room-menu-list">
              {entry(words.noteHere, acts.onNote)}
              {entry(words.bookmark, acts.onBookmark)}
              {entry(words.toBookmark, acts.onToBookmark)}
              {other ? (
                <a
                  href={other.path}
                  className="flex min-h-11 w-full items-center rounded-[8px] px-3 text-[15px] hover:bg-ink/6"
                >
                  {other.label}
                </a>
              ) : null}
              {entry(words.stop, acts.onStop)}
            </div>
          </details>
        </div>
      </div>
      <div aria-hidden className="room-progress">
        <div ref={bar} />
      </div>
    </header>
  )
}
