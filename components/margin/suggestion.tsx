'use client'

import { Check, RotateCcw, X } from 'lucide-react'
import { memo, useState, type ReactNode } from 'react'
import { suggestionText as words } from '@/components/text/suggestions'
import { Avatar } from '@/components/ui/avatar'
import { Button } from '@/components/ui/button'
import { RelativeTime } from '@/components/ui/time'
import type { ThreadView } from '@/lib/critique/contract'
import { wordChanges } from '@/lib/text/word-changes'

/** What those who may edit do with a suggestion. */
export interface SuggestionActs {
  decide: (thread: ThreadView, decision: 'accept' | 'reject' | 'reopen') => Promise<void>
  /** All open ones of whoever made this one. */
  decideAll: (thread: ThreadView, decision: 'accept' | 'reject') => Promise<void>
}

/** Old and new words as one text: what goes is struck, what comes is underlined, in whole words. */
export function Changed({ from, to }: { from: string; to: string }) {
  const parts: ReactNode[] = []
  let at = 0
  for (const { at: start, out, put } of wordChanges(from, to)) {
    parts.push(from.slice(at, start))
    if (out > 0) parts.push(<del key={`out ${start}`}>{from.slice(start, start + out)}</del>)
    if (put !== '') parts.push(<ins key={`in ${start}`}>{put}</ins>)
    at = start + out
  }
  return (
    <p className="suggested font-serif text-[14.5px] leading-normal">
      {parts}
      {from.slice(at)}
    </p>
  )
}

/** Who suggests and when, where no remark says it. */
export function Proposer({ thread, aside }: { thread: ThreadView; aside: ReactNode }) {
  const { author, createdAt } = thread
  return (
    <div className="mb-1.5 flex min-h-6 items-center gap-2">
      <Avatar name={author.name} colour={author.colour} size="small" decorative />
      <span className="min-w-0 truncate font-semibold">{author.name}</span>
      <RelativeTime at={createdAt} className="shrink-0 text-[12.5px] text-ink-faint" />
      <span className="ml-auto flex shrink-0 items-center gap-1">{aside}</span>
    </div>
  )
}

/** What stands at its place now, when that is not what the suggestion was made for. */
function Overtaken({ stands }: { stands: string }) {
  return (
    <div className="mt-2 rounded-control bg-ink/4 px-2.5 py-2 text-[13px]">
      <p>{words.changed}</p>
      {stands === '' ? (
        <p className="mt-1 text-ink-soft">{words.nothingStands}</p>
      ) : (
        <p className="mt-1 text-ink-soft">
          {words.stands}: <span className="font-serif italic">{stands}</span>
        </p>
      )}
    </div>
  )
}

/** What a suggestion wants, and what became of it. */
export const SuggestedWords = memo(function SuggestedWords({
  thread,
  stands,
}: {
  thread: ThreadView
  stands?: string
}) {
  const { quote, replacement, status, resolvedBy } = thread
  if (quote === null || replacement === null) return null
  return (
    <div className="mt-1 mb-2">
      <Changed from={quote} to={replacement} />
      {status === 'open' && stands !== undefined ? <Overtaken stands={stands} /> : null}
      {resolvedBy && (status === 'accepted' || status === 'rejected') ? (
        <p className="mt-1.5 flex items-center gap-1.5 text-[12.5px] text-ink-soft">
          {status === 'accepted' ? (
            <Check aria-hidden className="size-3.5" />
          ) : (
            <X aria-hidden className="size-3.5" />
          )}
          {words[status](resolvedBy.name)}
        </p>
      ) : null}
    </div>
  )
})

/** Accept and reject, or the way back from either. */
export function Decide({ thread, fits, acts }: { thread: ThreadView; fits: boolean; acts: SuggestionActs }) {
  const [busy, setBusy] = useState(false)
  const decide = (decision: 'accept' | 'reject' | 'reopen') => {
    setBusy(true)
    void acts.decide(thread, decision).finally(() => setBusy(false))
  }
  if (thread.status !== 'open')
    return (
      <Button size="small" busy={busy} onClick={() => decide('reopen')}>
        <RotateCcw aria-hidden className="size-3.5" />
        {thread.status === 'accepted' ? words.takeBack : words.reopen}
      </Button>
    )
  return (
    <>
      <Button size="small" busy={busy} onClick={() => decide('reject')}>
        <X aria-hidden className="size-3.5" />
        {words.reject}
      </Button>
      <Button size="small" tone="accent" busy={busy} disabled={!fits} onClick={() => decide('accept')}>
        <Check aria-hidden className="size-3.5" />
        {words.accept}
      </Button>
    </>
  )
}
