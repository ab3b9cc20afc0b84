import type { ChapterStatus } from '@/lib/manuscript/contract'
import { text } from '@/components/text/en'
import { Pill } from '@/components/ui/pieces'

/** The shape of a status: an outline while drafting, half filled in critique, full when finished. */
export function StatusSign({ status }: { status: ChapterStatus }) {
  return (
    <svg viewBox="0 0 10 10" aria-hidden className="size-2.5 shrink-0">
      <circle cx="5" cy="5" r="4" fill="none" stroke="currentColor" strokeWidth="1.5" />
      {status === 'in_critique' ? <path d="M5 1a4 4 0 0 1 0 8z" fill="currentColor" /> : null}
      {status === 'finished' ? <circle cx="5" cy="5" r="4" fill="currentColor" /> : null}
    </svg>
  )
}

const HUES = { drafting: 'plain', in_critique: 'accent', finished: 'praise' } as const

/** The status of a chapter in words, hue and shape. */
export function StatusPill({ status }: { status: ChapterStatus }) {
  return (
    <Pill hue={HUES[status]} sign={<StatusSign status={status} />}>
      {text.statuses[status]}
    </Pill>
  )
}
