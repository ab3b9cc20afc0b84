'use client'

import { Lock, Sparkle } from 'lucide-react'
import { roundsText as words } from '@/components/text/rounds'
import type { ThreadView } from '@/lib/critique/contract'

/** Says of a note that nobody else sees it yet, or that it was written without knowing what others wrote. */
export function NoteMarks({ thread }: { thread: ThreadView }) {
  if (thread.visibility === 'private')
    return (
      <p className="mb-2 flex items-center gap-1.5 text-[12.5px] text-ink-soft">
        <Lock aria-hidden className="size-3.5" />
        {words.note.private}
      </p>
    )
  return thread.independent ? (
    <p className="mb-2 flex items-center gap-1.5 text-[12.5px] text-ink-soft" title={words.independentHint}>
      <Sparkle aria-hidden className="size-3.5" />
      {words.independent}
    </p>
  ) : null
}
