'use client'

import { Bold, Italic, Link, List, TextQuote, type LucideIcon } from 'lucide-react'
import { notesText } from '@/components/text/notes'
import type { Marking } from './marking'

const words = notesText.marking

const SIGNS: readonly [Marking, LucideIcon][] = [
  ['bold', Bold],
  ['italic', Italic],
  ['link', Link],
  ['quote', TextQuote],
  ['list', List],
]

/** From here on it says how many characters are left. */
const TELL_BELOW = 500

interface MarkingBarProps {
  /** Characters that still fit. */
  left: number
  onMark: (marking: Marking) => void
}

/**
 * The ways to mark the selected words, while somebody writes: for a thumb, and for who does not know the keys. It keeps its
 * room without the focus: who presses a button below takes the focus away, and that button must not move from under him.
 */
export function MarkingBar({ left, onMark }: MarkingBarProps) {
  return (
    <div
      role="group"
      aria-label={words.title}
      className="invisible flex flex-wrap items-center gap-0.5 group-focus-within/writing:visible"
    >
      {SIGNS.map(([marking, Sign]) => (
        <button
          key={marking}
          type="button"
          aria-label={words[marking]}
          title={words[marking]}
          // The field keeps its focus and its selection, and a phone its keyboard.
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => onMark(marking)}
          className="touch grid size-8 place-items-center rounded-control text-ink-soft hover:bg-ink/6 hover:text-ink"
        >
          <Sign aria-hidden className="size-4" />
        </button>
      ))}
      {left < TELL_BELOW ? (
        <span role="status" className="ml-auto text-[12.5px] text-ink-faint">
          {words.left(left)}
        </span>
      ) : null}
    </div>
  )
}
