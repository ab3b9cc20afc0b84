'use client'

import { Plus } from 'lucide-react'
import Link from 'next/link'
import type { BetaSessionView } from '@/lib/beta/contract.sessions'
import { AppHeader, DeskMain } from '@/components/shell/app-header'
import { betaText as words } from '@/components/text/beta'
import { ButtonLink } from '@/components/ui/button'
import { EmptyState, Panel, Pill } from '@/components/ui/pieces'
import { RelativeTime } from '@/components/ui/time'
import type { ReadManuscript } from './frame'

function SessionRow({ session }: { session: BetaSessionView }) {
  const { id, title, editions, readers, state, createdAt } = session
  const chapters = new Set(editions.map(({ chapterId }) => chapterId)).size
  return (
    <li className="border-t border-rule py-3.5 first:border-t-0">
      <Link href={`/beta-sessions/${id}`} prefetch={false} className="group block">
        <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <span className="font-serif text-[19px] font-semibold group-hover:underline group-hover:underline-offset-4">
            {title}
          </span>
          <Pill hue={state === 'open' ? 'praise' : 'plain'}>{words.state[state]}</Pill>
        </span>
        <span className="mt-0.5 block text-[13px] text-ink-soft">
          {words.chapters(chapters)} · {words.readers(readers)} · <RelativeTime at={createdAt} />
        </span>
      </Link>
    </li>
  )
}

interface SessionsPageProps {
  manuscript: ReadManuscript
  sessions: readonly BetaSessionView[]
}

/** The beta sessions of a manuscript, newest first, and the way to the next one. */
export function SessionsPage({ manuscript, sessions }: SessionsPageProps) {
  const { id, title, language, workshop, chapters } = manuscript
  const begin = (
    <ButtonLink tone="accent" href={`/manuscripts/${id}/beta-sessions/new`}>
      <Plus aria-hidden className="size-4" />
      {words.new}
    </ButtonLink>
  )
  return (
    <>
      <AppHeader
        crumbs={[
          { label: workshop.name, href: `/workshops/${workshop.id}` },
          { label: title, href: `/manuscripts/${id}`, lang: language },
        ]}
        here={words.title}
      />
      <DeskMain className="max-w-[860px]">
        <h1 className="font-serif text-[28px] font-semibold">{words.title}</h1>
        <div className="mb-5 flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
          <p className="max-w-[56ch] text-ink-soft">{words.lead}</p>
          {sessions.length > 0 ? begin : null}
        </div>
        <Panel label={words.of(title)}>
          {sessions.length > 0 ? (
            <ul className="-my-3.5">
              {sessions.map((session) => (
                <SessionRow key={session.id} session={session} />
              ))}
            </ul>
          ) : (
            <EmptyState title={words.none} action={chapters.length > 0 ? begin : null}>
              {chapters.length > 0 ? words.noneHint : words.noChapters}
            </EmptyState>
          )}
        </Panel>
      </DeskMain>
    </>
  )
}
