'use client'

import { marginText as words } from '@/components/text/margin'
import { suggestionText } from '@/components/text/suggestions'
import { quoted } from '@/components/text/quoted'
import { WhoSees } from '@/components/critique/who-sees'
import { Button } from '@/components/ui/button'
import type { NoteDraft } from './drafts'
import { KindMenu } from './kind-mark'
import { SuggestFields, suggestsSomething, WhatNote } from './suggest-fields'
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
  /** The round in which a critic writes; null outside of one. */
  round: { allowsOpen: boolean } | null
}

/** Whom a note is for: what was chosen where that is possible, in other rounds its critic alone; outside of rounds all. */
export function visibilityIn(
  round: { allowsOpen: boolean } | null,
  draft: NoteDraft,
): 'private' | 'open' | undefined {
  if (!round) return undefined
  return round.allowsOpen ? (draft.visibility ?? 'private') : 'private'
}

/** The words that a note is about; of one that only puts words in with the place where they come. */
function shownQuote(quote: string, at: number | undefined): string {
  return at === undefined ? quote : `${quote.slice(0, at)}‸${quote.slice(at)}`
}

/** Where a new note is written, level with the words it is about. */
export function Composer({ chapterId, draft, onChange, onPost, onClose, onDiscard, round }: ComposerProps) {
  const isSuggestion = draft.replacement !== undefined
  return (
    <section
      aria-label={isSuggestion ? suggestionText.suggestion : words.comment}
      className="note-card note-card-active"
      style={{ '--c': 'var(--accent)' }}
    >
      <p className="mb-2 line-clamp-2 font-serif text-[14px] text-ink-soft italic">
        {draft.passage ? quoted(shownQuote(draft.passage.quote, draft.put?.at)) : words.onChapter}
      </p>
      <WhatNote draft={draft} onChange={onChange} />
      <Writing
        label={isSuggestion ? suggestionText.remark : words.comment}
        placeholder={isSuggestion ? suggestionText.remark : words.placeholder}
        chapterId={chapterId}
        value={draft.body}
        onChange={(body) => onChange({ ...draft, body })}
        onPost={(mentions) => onPost(draft, mentions)}
        onClose={onClose}
        act={isSuggestion ? suggestionText.post : words.post}
        {...(isSuggestion && {
          besides: suggestsSomething(draft),
          lead: <SuggestFields draft={draft} onChange={onChange} />,
        })}
        autoFocus={!isSuggestion}
      >
        <KindMenu category={draft.category} onChange={(category) => onChange({ ...draft, category })} />
        {round ? (
          <WhoSees
            visibility={visibilityIn(round, draft) ?? 'private'}
            onChange={round.allowsOpen ? (visibility) => onChange({ ...draft, visibility }) : undefined}
          />
        ) : null}
        <Button tone="ghost" size="small" onClick={onDiscard}>
          {words.discard}
        </Button>
      </Writing>
    </section>
  )
}
