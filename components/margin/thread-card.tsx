'use client'

import {
  Check,
  ChevronDown,
  CornerUpLeft,
  Ellipsis,
  Pin,
  RotateCcw,
  Trash2,
  UsersRound,
  X,
} from 'lucide-react'
import { memo, useState, type ReactNode } from 'react'
import { call } from '@/components/api'
import { ReaderMark } from '@/components/beta/reader-mark'
import { NoteMarks } from '@/components/critique/note-marks'
import { agreementText } from '@/components/text/agreement'
import { marginText as words } from '@/components/text/margin'
import { suggestionText } from '@/components/text/suggestions'
import { Marker } from '@/components/receipts/marker'
import type { ReceiptActs } from '@/components/receipts/receipt-acts'
import { ReceiptLine } from '@/components/receipts/receipt-line'
import { Button, IconButton } from '@/components/ui/button'
import { classes } from '@/components/ui/classes'
import { Menu, MenuItem } from '@/components/ui/menu'
import type { CommentView, ThreadView } from '@/lib/critique/contract'
import type { ReactionKind } from '@/lib/critique/contract.reactions'
import type { Placement } from '@/lib/text/placement'
import { useLook } from './categories'
import { Comment } from './comment'
import { draftKey, useDraft } from './drafts'
import { KindMark, KindMenu } from './kind-mark'
import { Decide, Proposer, SuggestedWords, type SuggestionActs } from './suggestion'
import { Writing } from './writing'

/** What a card does with its thread. */
export interface ThreadActs extends SuggestionActs, ReceiptActs {
  take: (thread: ThreadView) => void
  deleteThread: (thread: ThreadView) => void
  deleteComment: (comment: CommentView) => void
  react: (thread: ThreadView, comment: CommentView, kind: ReactionKind, on: boolean) => void
  setKind: (thread: ThreadView, category: string | null) => Promise<void>
  /** Resolves an open thread, reopens any other. */
  settle: (thread: ThreadView) => Promise<void>
  /** Puts the thread on the words selected in the editor, or says how to. */
  pinToSelection: (thread: ThreadView) => void
}

/** What became of a thread's words, as far as its card says it. */
export type Became = 'moved' | 'rewritten' | null

export function becameOf(placement: Placement | undefined): Became {
  if (placement?.state === 'moved') return 'moved'
  return placement?.state === 'unplaced' && placement.reason === 'rewritten' ? 'rewritten' : null
}

interface ThreadCardProps {
  thread: ThreadView
  became: Became
  /** Of a suggestion that does not fit any more: what stands at its place now. */
  stands?: string
  active: boolean
  viewerId: string
  acts: ThreadActs
  /** Said instead of nothing when the thread is in the tray. */
  why?: ReactNode
  /** How many people marked the passage it stands in, what they said, and whether they disagree; several or absent. */
  crowd?: number
  said?: string
  disagree?: boolean
}

function Crowd({ crowd, said, disagree }: Pick<ThreadCardProps, 'crowd' | 'said' | 'disagree'>) {
  if (crowd === undefined) return null
  return (
    <p className="mt-2 flex items-start gap-1.5 text-[12.5px] leading-[1.45] text-ink-soft">
      <UsersRound aria-hidden className="mt-0.5 size-3.5 shrink-0" />
      <span className="min-w-0">
        {agreementText.people(crowd)}: {said}
        {disagree ? `. ${agreementText.disagree}.` : ''}
      </span>
    </p>
  )
}

function WhatBecame({ thread, became }: { thread: ThreadView; became: Became }) {
  const [shown, setShown] = useState(false)
  if (became === null) return null
  if (became === 'moved')
    return (
      <p className="mb-2 flex items-center gap-1.5 text-[12.5px] text-ink-soft" title={words.foundAgainHint}>
        <CornerUpLeft aria-hidden className="size-3.5" />
        {words.foundAgain}
      </p>
    )
  return (
    <div className="mb-2">
      <button
        type="button"
        aria-expanded={shown}
        onClick={() => setShown(!shown)}
        className="touch flex items-center gap-1 text-[12.5px] text-ink-soft hover:text-ink"
      >
        {words.rewritten}
        <ChevronDown aria-hidden className={classes('size-3.5', shown && 'rotate-180')} />
        <span className="sr-only">{shown ? words.hideOld : words.showOld}</span>
      </button>
      {shown ? (
        <blockquote className="mt-1 border-l-2 border-rule pl-2.5 font-serif text-[14px] text-ink-soft italic">
          {thread.quote}
        </blockquote>
      ) : null}
    </div>
  )
}

function Reply({
  thread,
  viewerId,
  onSent,
}: {
  thread: ThreadView
  viewerId: string
  onSent: (t: ThreadView) => void
}) {
  const [draft, keep] = useDraft<string>(draftKey(viewerId, { threadId: thread.id }))
  const [open, setOpen] = useState((draft ?? '') !== '')
  if (!open)
    return (
      <button
        type="button"
        onClick={() => setOpen(true)}
        className="touch w-full cursor-text rounded-control border border-rule bg-paper px-2.5 py-2 text-left text-[14px] text-ink-faint hover:border-rule-strong"
      >
        {words.reply}
      </button>
    )
  return (
    <Writing
      label={words.reply}
      placeholder={words.reply}
      chapterId={thread.chapterId}
      value={draft ?? ''}
      onChange={(body) => keep(body === '' ? null : body)}
      onPost={async (mentions) => {
        onSent(
          await call<ThreadView>('POST', `/threads/${thread.id}/comments`, {
            body: { body: draft, mentions },
            stay: true,
          }),
        )
        keep(null)
        setOpen(false)
      }}
      onClose={() => setOpen(false)}
      act={words.send}
      autoFocus
    />
  )
}

function CardMenu({ thread, acts }: { thread: ThreadView; acts: ThreadActs }) {
  return (
    <Menu
      trigger={
        <IconButton label={words.more} className="size-7">
          <Ellipsis aria-hidden className="size-4" />
        </IconButton>
      }
    >
      {thread.quote ? (
        <MenuItem sign={<Pin />} onSelect={() => acts.pinToSelection(thread)}>
          {words.pinSelection}
        </MenuItem>
      ) : null}
      {thread.kind === 'suggestion' && thread.can.decide ? (
        <>
          <MenuItem sign={<Check />} onSelect={() => void acts.decideAll(thread, 'accept')}>
            {suggestionText.acceptAll(thread.author.name)}
          </MenuItem>
          <MenuItem sign={<X />} onSelect={() => void acts.decideAll(thread, 'reject')}>
            {suggestionText.rejectAll(thread.author.name)}
          </MenuItem>
        </>
      ) : null}
      <MenuItem sign={<Trash2 />} tone="danger" onSelect={() => acts.deleteThread(thread)}>
        {words.removeNote}
      </MenuItem>
    </Menu>
  )
}

/**
 * A thread in the margin. The active one shows where to answer; all show every comment. A chapter may have hundreds:
 * each is rendered again only when something of its own has changed.
 */
export const ThreadCard = memo(function ThreadCard(props: ThreadCardProps) {
  const { thread, became, stands, active, viewerId, acts, why, crowd, said, disagree } = props
  const { hue } = useLook(thread.category)
  const resolved = thread.status !== 'open'
  const suggests = thread.kind === 'suggestion'
  const marks = thread.can.decide && thread.author.userId !== viewerId
  const [first, ...answers] = thread.comments
  const comment = (one: CommentView, aside?: ReactNode) => (
    <Comment
      key={one.id}
      comment={one}
      chapterId={thread.chapterId}
      mine={one.author.userId === viewerId && thread.can.reply}
      onChanged={acts.take}
      onDelete={() => acts.deleteComment(one)}
      aside={aside}
      viewerId={viewerId}
      active={active}
      onReact={thread.can.reply ? (of, kind, on) => acts.react(thread, of, kind, on) : null}
    />
  )
  return (
    <div
      style={{ '--c': `var(--${hue})` }}
      className={classes('note-card', active && 'note-card-active', resolved && 'note-card-resolved')}
    >
      {suggests && became === 'rewritten' ? null : <WhatBecame thread={thread} became={became} />}
      {why}
      <NoteMarks thread={thread} />
      {thread.kind === 'reader_note' ? <ReaderMark noteId={thread.id} /> : null}
      {suggests && !first ? (
        <Proposer thread={thread} aside={<KindMark category={thread.category} />} />
      ) : null}
      {suggests ? <SuggestedWords thread={thread} stands={stands} /> : null}
      {first ? comment(first, <KindMark category={thread.category} />) : null}
      {answers.map((one) => (
        <div key={one.id} className="mt-2.5 border-t border-rule pt-2.5">
          {comment(one)}
        </div>
      ))}
      {resolved && thread.resolvedBy && !suggests ? (
        <p className="mt-2 flex items-center gap-1.5 text-[12.5px] text-ink-soft">
          <Check aria-hidden className="size-3.5" />
          {words.resolvedBy(thread.resolvedBy.name)}
        </p>
      ) : null}
      <Crowd crowd={crowd} said={said} disagree={disagree} />
      <ReceiptLine thread={thread} onTakeBack={marks ? () => void acts.takeMarkBack(thread) : null} />
      {active && (thread.can.reply || thread.can.resolve) ? (
        <div className="mt-2.5 grid gap-2">
          {thread.can.reply && !resolved ? (
            <Reply thread={thread} viewerId={viewerId} onSent={acts.take} />
          ) : null}
          {thread.can.resolve ? (
            <div className="flex items-center gap-1">
              <CardMenu thread={thread} acts={acts} />
              <KindMenu
                compact
                category={thread.category}
                onChange={(category) => void acts.setKind(thread, category)}
              />
              <span className="flex-1" />
              {suggests ? null : (
                <Button tone="quiet" size="small" onClick={() => void acts.settle(thread)}>
                  {resolved ? (
                    <RotateCcw aria-hidden className="size-3.5" />
                  ) : (
                    <Check aria-hidden className="size-3.5" />
                  )}
                  {resolved ? words.reopen : words.resolve}
                </Button>
              )}
              {suggests && thread.can.decide ? (
                <Decide thread={thread} fits={stands === undefined} acts={acts} />
              ) : null}
            </div>
          ) : null}
          {marks ? <Marker thread={thread} acts={acts} /> : null}
        </div>
      ) : null}
    </div>
  )
})
