'use client'

import { ListFilter, X } from 'lucide-react'
import { useEffect, useState, type ReactNode } from 'react'
import { notesText } from '@/components/text/notes'
import { isTyping } from '@/components/shell/shortcuts'
import { Button } from '@/components/ui/button'
import { classes } from '@/components/ui/classes'
import { Popover } from '@/components/ui/overlay'
import type { ThreadView } from '@/lib/critique/contract'
import { isNarrow, OPEN_NOTES, type NoteFilter } from './filter'
import { FilterFields } from './filter-fields'

const words = notesText.filter

interface MarginFilterProps {
  filter: NoteFilter
  onChange: (filter: NoteFilter) => void
  people: readonly ThreadView['author'][]
  /** How many notes are shown, and how many there are. */
  shown: number
  all: number
  /** What else can be switched over the margin. */
  children?: ReactNode
}

/** `f` opens the filter from anywhere on the page but a field. */
function useFilterKey(open: () => void): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.key !== 'f' || event.ctrlKey || event.metaKey || event.altKey || isTyping(event)) return
      if (document.querySelector('[role=dialog],[role=menu]')) return
      event.preventDefault()
      open()
    }
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [open])
}

/** What the filter left, said to screen readers as it changes. */
export function FilterCount({ filter, shown, all }: Pick<MarginFilterProps, 'filter' | 'shown' | 'all'>) {
  return (
    <span role="status" className={isNarrow(filter) ? 'text-[13px] text-ink-soft tabular-nums' : 'sr-only'}>
      {isNarrow(filter) ? words.shown(shown, all) : ''}
    </span>
  )
}

/** The button over the margin that narrows its notes. While it does, it stays in sight. */
export function MarginFilter({ filter, onChange, people, shown, all, children }: MarginFilterProps) {
  const [open, setOpen] = useState(false)
  const [show] = useState(() => () => setOpen(true))
  useFilterKey(show)
  const narrow = isNarrow(filter)
  return (
    <div
      className={classes(
        'z-10 mt-[26px] mb-2 ml-5 flex h-9 w-fit items-center gap-1.5 rounded-control',
        narrow && 'sticky top-[calc(var(--bar)+8px)] border border-rule bg-desk/95 pr-1 backdrop-blur-sm',
      )}
    >
      <Popover
        label={words.open}
        align="start"
        open={open}
        onOpenChange={setOpen}
        trigger={
          <Button tone="ghost" size="small" aria-keyshortcuts="f">
            <ListFilter aria-hidden className="size-4" />
            {words.open}
          </Button>
        }
      >
        <div className="w-[min(310px,calc(100vw-64px))]">
          <FilterFields filter={filter} onChange={onChange} people={people} className="grid-cols-2" />
        </div>
      </Popover>
      {children}
      <FilterCount filter={filter} shown={shown} all={all} />
      {narrow ? (
        <Button
          tone="ghost"
          size="small"
          aria-label={words.clear}
          title={words.clear}
          onClick={() => onChange(OPEN_NOTES)}
        >
          <X aria-hidden className="size-4" />
        </Button>
      ) : null}
    </div>
  )
}
