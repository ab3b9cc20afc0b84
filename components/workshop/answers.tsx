'use client'

import Link from 'next/link'
import type { DeskAnswer } from '@/lib/manuscript/contract'
import { text } from '@/components/text/en'
import { quoted } from '@/components/text/quoted'
import { Avatar } from '@/components/ui/avatar'
import { RelativeTime } from '@/components/ui/time'

function AnswerCard({ answer }: { answer: DeskAnswer }) {
  const { author } = answer.comment
  return (
    <li className="grid min-w-0">
      <Link
        href={`/chapters/${answer.chapter.id}?thread=${answer.threadId}`}
        style={{ borderLeftColor: author.colour }}
        className="group flex min-w-0 flex-col rounded-[10px] border border-l-3 border-rule bg-raised px-4 py-3.5 transition-shadow duration-100 hover:shadow-card"
      >
        <span className="flex items-center gap-2">
          <Avatar name={author.name} colour={author.colour} size="small" decorative />
          <span className="min-w-0 truncate font-semibold">{author.name}</span>
          <RelativeTime
            at={answer.comment.createdAt}
            className="ml-auto shrink-0 text-[12.5px] text-ink-faint"
          />
        </span>
        {answer.quote ? (
          <span className="mt-2.5 line-clamp-2 border-l-2 border-rule pl-2.5 font-serif text-[14.5px] leading-normal text-ink-soft italic">
            {quoted(answer.quote)}
          </span>
        ) : null}
        <span className="mt-2 line-clamp-3">{answer.comment.excerpt}</span>
        <span className="mt-auto line-clamp-1 pt-2.5 text-[12.5px] text-ink-soft group-hover:text-accent">
          {answer.chapter.title} · {answer.manuscript.title}
        </span>
      </Link>
    </li>
  )
}

/** What others answered since one was last there, as the margin would show it. */
export function Answers({ answers }: { answers: readonly DeskAnswer[] }) {
  return (
    <section aria-labelledby="answers">
      <h2 id="answers" className="mb-3 text-[15px] font-semibold">
        {text.desk.answers}
      </h2>
      <ul className="grid gap-3 sm:grid-cols-2">
        {answers.map((answer) => (
          <AnswerCard key={answer.threadId} answer={answer} />
        ))}
      </ul>
    </section>
  )
}
