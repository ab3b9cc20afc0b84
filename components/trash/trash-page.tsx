'use client'

import { BookHeart, BookOpen, FileText, MessageSquare, Users, type LucideIcon } from 'lucide-react'
import { useState } from 'react'
import type { TrashItem, TrashKind, TrashList } from '@/lib/trash/contract'
import { call } from '@/components/api'
import { AppHeader, DeskMain } from '@/components/shell/app-header'
import { usePerson } from '@/components/shell/person'
import { trashText } from '@/components/text/trash'
import { Button, ButtonLink } from '@/components/ui/button'
import { EmptyState, Panel } from '@/components/ui/pieces'
import { RelativeTime } from '@/components/ui/time'
import { useAct } from '@/components/use-act'

const SIGNS: Record<TrashKind, LucideIcon> = {
  workshop: Users,
  manuscript: BookOpen,
  chapter: FileText,
  beta_session: BookHeart,
  thread: MessageSquare,
}

function Facts({ item }: { item: TrashItem }) {
  const me = usePerson()
  const { kind, where, trashedBy, trashedAt, goneAt } = item
  const by = trashedBy && (trashedBy.userId === me?.id ? trashText.byYou : trashText.by(trashedBy.name))
  return (
    <>
      <span className="line-clamp-1 text-[13px] text-ink-soft">
        {trashText.kinds[kind]}
        {where ? ` ${trashText.inside[kind]} ${where}` : ''}
      </span>
      <span className="mt-0.5 block text-[12.5px] text-ink-soft">
        {trashText.deleted} {by} <RelativeTime at={trashedAt} /> ·{' '}
        <span className="whitespace-nowrap">
          {trashText.goes} <RelativeTime at={goneAt} />
        </span>
      </span>
    </>
  )
}

function TrashRow({ item }: { item: TrashItem }) {
  const act = useAct()
  const [busy, setBusy] = useState(false)
  const { kind, id, title } = item
  const Sign = SIGNS[kind]
  const path = `/${kind.replace('_', '-')}s/${id}`
  const bringBack = async () => {
    setBusy(true)
    const done = await act({
      work: () => call('POST', `${path}/restore`),
      said: trashText.back(title),
      undo: () => call('DELETE', path),
    })
    if (!done) setBusy(false)
  }
  return (
    <li className="flex items-start gap-3 border-t border-rule py-4 first:border-t-0 sm:gap-4">
      <span
        aria-hidden
        className="mt-0.5 grid size-9 shrink-0 place-items-center rounded-full border border-rule text-ink-faint"
      >
        <Sign className="size-4" />
      </span>
      <span className="flex min-w-0 flex-1 flex-wrap items-center gap-x-4 gap-y-2.5">
        <span className="min-w-0 flex-1 basis-52">
          <span
            title={title}
            className="line-clamp-2 font-serif text-[18px] leading-snug font-medium wrap-anywhere"
          >
            {title}
          </span>
          <Facts item={item} />
        </span>
        <Button
          size="small"
          busy={busy}
          aria-label={trashText.bringBackOf(title)}
          onClick={() => void bringBack()}
        >
          {trashText.bringBack}
        </Button>
      </span>
    </li>
  )
}

/** The trash: what was deleted in the last 30 days and may be brought back by the person who looks. */
export function TrashPage({ trash }: { trash: TrashList }) {
  return (
    <>
      <AppHeader here={trashText.title} />
      <DeskMain className="max-w-[860px]">
        <header className="mb-7">
          <h1 className="font-serif text-[28px] leading-[1.16] font-semibold tracking-[-0.012em] sm:text-[34px]">
            {trashText.title}
          </h1>
          <p className="mt-2 max-w-[62ch] text-ink-soft">{trashText.lead}</p>
        </header>
        <Panel label={trashText.list}>
          {trash.items.length > 0 ? (
            <ul className="-my-3">
              {trash.items.map((item) => (
                <TrashRow key={`${item.kind} ${item.id}`} item={item} />
              ))}
            </ul>
          ) : (
            <EmptyState title={trashText.none} action={<ButtonLink href="/">{trashText.toDesk}</ButtonLink>}>
              {trashText.noneHint}
            </EmptyState>
          )}
        </Panel>
        {trash.next ? <p className="mt-4 text-[13px] text-ink-soft">{trashText.more}</p> : null}
      </DeskMain>
    </>
  )
}
