'use client'

import { Check, MessageSquare } from 'lucide-react'
import Link from 'next/link'
import { useLook } from '@/components/margin/categories'
import { KindMark } from '@/components/margin/kind-mark'
import { Said } from '@/components/margin/said'
import { marginText } from '@/components/text/margin'
import { notesText } from '@/components/text/notes'
import { quoted } from '@/components/text/quoted'
import { ReceiptLine } from '@/components/receipts/receipt-line'
import { Avatar } from '@/components/ui/avatar'
import { classes } from '@/components/ui/classes'
import { RelativeTime } from '@/components/ui/time'
import type { ManuscriptThread } from '@/lib/critique/contract.filters'

const words = notesText.all

/** What became of the words of a note, when they do not simply stand there. */
function Became({ thread: { placement } }: { thread: ManuscriptThread }) {
  if (!placement || placement.state === 'exact') return null
  const said = placement.state === 'moved' ? words.moved : words.unplaced[placement.reason ?? 'gone']
  return <span>{said}</span>
}

/** One note in the list of all: its words, who said what first, and how it stands. */
export function NoteItem({ thread, language }: { thread: ManuscriptThread; language: string }) {
  const { hue } = useLook(thread.category)
  const [first, ...answers] = thread.comments.filter(({ deleted }) => !deleted)
  const { author, quote } = thread
  return (
    <article
      style={{ '--c': `var(--${hue})` }}
      className={classes('note-card', thread.status !== 'open' && 'note-card-resolved')}
    >
      <Link
        href={`/chapters/${thread.chapterId}?thread=${thread.id}`}
        aria-label={marginText.about(author.name, quote)}
        lang={quote ? language : undefined}
        className="touch block rounded-sm hover:underline hover:decoration-rule-strong hover:underline-offset-4"
      >
        {quote ? (
          <span className="line-clamp-2 font-serif text-[15px] text-ink italic">{quoted(quote)}</span>
        ) : (
          <span className="text-[13.5px] text-ink-soft">{marginText.onChapter}</span>
        )}
      </Link>
      <p className="mt-2 mb-1.5 flex min-h-6 flex-wrap items-center gap-x-2 gap-y-1">
        <Avatar name={author.name} colour={author.colour} size="small" decorative />
        <span className="min-w-0 truncate font-semibold">{author.name}</span>
        <RelativeTime at={thread.createdAt} className="shrink-0 text-[12.5px] text-ink-faint" />
        <span className="ml-auto">
          <KindMark category={thread.category} />
        </span>
      </p>
      {first ? <Said comment={first} /> : null}
      <p className="mt-2 flex flex-wrap items-center gap-x-3 gap-y-1 text-[12.5px] text-ink-soft empty:hidden">
        {answers.length > 0 ? (
          <span className="flex items-center gap-1.5">
            <MessageSquare aria-hidden className="size-3.5" />
            {words.answers(answers.length)}
          </span>
        ) : null}
        {thread.status === 'open' ? null : (
          <span className="flex items-center gap-1.5">
            <Check aria-hidden className="size-3.5" />
            {words.statuses[thread.status]}
          </span>
        )}
        <Became thread={thread} />
      </p>
      <ReceiptLine thread={thread} onTakeBack={null} showsChange />
    </article>
  )
}
