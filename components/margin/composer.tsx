'use client'

import { marginText as words } from '@/components/text/margin'
import { quoted } from '@/components/text/quoted'
import { Button } from '@/components/ui/button'
import type { NoteDraft } from './drafts'
import { KindMenu } from './kind-mark'
import { Writing } from './writing'

interface ComposerProps {
  chapterId: string
  draft: NoteDraft
  /** Every key is kept on this device. */
  onChange: (draft: NoteDraft) => void
  onPost: (draft: NoteDraft, mentions: string[]) => Promise<void>
  /** Esc: away from sight, the words stay on the device. */
  onClose: () => void
  onDiscard: () => void
}

/** Where a new note is written, level with the words it is about. */
export function Composer({ chapterId, draft, onChange, onPost, onClose, onDiscard }: ComposerProps) {
  return (
    <section
      aria-label={words.comment}
      className="note-card note-card-active"
      style={{ '--c': 'var(--accent)' }}
    >
      <p className="mb-2 line-clamp-2 font-serif text-[14px] text-ink-soft italic">
        {draft.passage ? quoted(draft.passage.quote) : words.onChapter}
      </p>
      <Writing
        label={words.comment}
        placeholder={words.placeholder}
        chapterId={chapterId}
        value={draft.body}
        onChange={(body) => onChange({ ...draft, body })}
        onPost={(mentions) => onPost(draft, mentions)}
        onClose={onClose}
        act={words.post}
        autoFocus
      >
        <KindMenu category={draft.category} onChange={(category) => onChange({ ...draft, category })} />
        <Button tone="ghost" size="small" onClick={onDiscard}>
          {words.discard}
        </Button>
      </Writing>
    </section>
  )
}
