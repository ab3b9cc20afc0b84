'use client'

import { ChevronLeft, ChevronRight, Sparkle } from 'lucide-react'
import { useState } from 'react'
import { KindMark } from '@/components/margin/kind-mark'
import { marginText } from '@/components/text/margin'
import { quoted } from '@/components/text/quoted'
import { roundsText } from '@/components/text/rounds'
import { Avatar } from '@/components/ui/avatar'
import { IconButton } from '@/components/ui/button'
import { Sheet } from '@/components/ui/overlay'
import { Pill } from '@/components/ui/pieces'
import { RelativeTime } from '@/components/ui/time'
import type { ThreadView } from '@/lib/critique/contract'
import type { PackageView, RoundView } from '@/lib/critique/contract.rounds'

const words = roundsText.packages

interface PackageProps {
  round: RoundView
  handedIn: PackageView
  threads: readonly ThreadView[]
  onShow: (threadId: string) => void
}

function Answers({ round, handedIn }: Pick<PackageProps, 'round' | 'handedIn'>) {
  return round.form.questions.map(({ id, text }) => (
    <div key={id}>
      <p className="text-[13px] font-medium text-ink-soft">{text}</p>
      <p dir="auto" className={handedIn.answers[id] ? 'whitespace-pre-wrap' : 'text-ink-faint italic'}>
        {handedIn.answers[id] ?? words.unanswered}
      </p>
    </div>
  ))
}

/** What one critic handed in: who, the remark first, then the answers and the notes in the order they were written. */
function Package({ round, handedIn, threads, onShow }: PackageProps) {
  const byId = new Map(threads.map((thread) => [thread.id, thread]))
  const notes = handedIn.notes.flatMap((id) => byId.get(id) ?? [])
  const { critic, remark, independent, handedInAt } = handedIn
  return (
    <article aria-label={critic.name} className="grid gap-5">
      <header className="flex flex-wrap items-center gap-2">
        <Avatar name={critic.name} colour={critic.colour} size="small" decorative />
        <span className="font-semibold">{critic.name}</span>
        {handedInAt ? <RelativeTime at={handedInAt} className="text-[12.5px] text-ink-faint" /> : null}
        {independent ? (
          <Pill sign={<Sparkle aria-hidden className="size-3" />}>
            <span title={roundsText.independentHint}>{roundsText.independent}</span>
          </Pill>
        ) : null}
      </header>
      <p
        dir="auto"
        className={remark ? 'font-serif text-[17px] whitespace-pre-wrap' : 'text-ink-faint italic'}
      >
        {remark || words.noRemark}
      </p>
      <Answers round={round} handedIn={handedIn} />
      <section aria-label={words.notes(notes.length)}>
        <h3 className="mb-2 text-[13px] font-semibold text-ink-soft">{words.notes(notes.length)}</h3>
        <ol className="grid gap-3">
          {notes.map((thread) => (
            <li key={thread.id}>
              <button
                type="button"
                title={words.show}
                onClick={() => onShow(thread.id)}
                className="touch w-full rounded-control border border-rule bg-paper px-3 py-2 text-left hover:border-rule-strong"
              >
                <span className="flex items-baseline justify-between gap-3">
                  <span className="truncate font-serif text-[14px] text-ink-soft italic">
                    {thread.quote ? quoted(thread.quote) : marginText.onChapter}
                  </span>
                  <KindMark category={thread.category} />
                </span>
                <span className="whitespace-pre-wrap">{thread.comments[0]?.body}</span>
              </button>
            </li>
          ))}
        </ol>
      </section>
    </article>
  )
}

interface PackagesSheetProps {
  round: RoundView
  threads: readonly ThreadView[]
  open: boolean
  onOpenChange: (open: boolean) => void
  onShow: (threadId: string) => void
}

/** What was handed in, one critic after the other. */
export function PackagesSheet({ round, threads, open, onOpenChange, onShow }: PackagesSheetProps) {
  const [at, setAt] = useState(0)
  const { handedIn } = round
  const index = Math.min(at, handedIn.length - 1)
  const shown = handedIn[index]
  const step = (by: number) => setAt((index + by + handedIn.length) % handedIn.length)
  return (
    <Sheet open={open} onOpenChange={onOpenChange} title={words.title} wide>
      {handedIn.length > 1 ? (
        <nav className="-mt-2 flex items-center gap-2 text-[13px] text-ink-soft">
          <IconButton label={words.previous} onClick={() => step(-1)}>
            <ChevronLeft aria-hidden className="size-4" />
          </IconButton>
          {words.of(index + 1, handedIn.length)}
          <IconButton label={words.next} onClick={() => step(1)}>
            <ChevronRight aria-hidden className="size-4" />
          </IconButton>
        </nav>
      ) : null}
      {shown ? <Package round={round} handedIn={shown} threads={threads} onShow={onShow} /> : null}
    </Sheet>
  )
}
