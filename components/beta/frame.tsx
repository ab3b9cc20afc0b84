'use client'

import { Download, MoreHorizontal, Printer, Trash2 } from 'lucide-react'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import type { ReactNode } from 'react'
import type { BetaSessionView } from '@/lib/beta/contract.sessions'
import { call } from '@/components/api'
import { AppHeader, DeskMain } from '@/components/shell/app-header'
import { betaText as words } from '@/components/text/beta'
import { IconButton } from '@/components/ui/button'
import { classes } from '@/components/ui/classes'
import { Menu, MenuItem, MenuLabel, MenuRule } from '@/components/ui/menu'
import { Pill } from '@/components/ui/pieces'
import { RelativeTime } from '@/components/ui/time'
import { useToast } from '@/components/ui/toast'
import { useAct } from '@/components/use-act'
import { sentenceOf } from '@/components/use-work'

/** What every page of a session knows of the manuscript that is read. */
export interface ReadManuscript {
  id: string
  title: string
  language: string
  workshop: { id: string; name: string }
  chapters: readonly { id: string; title: string; words: number }[]
}

type SessionPlace = keyof typeof words.places

const PATHS: Record<SessionPlace, string> = {
  report: '',
  readers: '/readers',
  questions: '/questions',
  settings: '/settings',
}
const PLACES = Object.keys(PATHS) as SessionPlace[]

interface FrameProps {
  session: BetaSessionView
  manuscript: ReadManuscript
  place: SessionPlace
  children: ReactNode
}

function useDelete({ id, title, manuscriptId }: BetaSessionView): () => Promise<void> {
  const router = useRouter()
  const toast = useToast()
  return async () => {
    try {
      await call('DELETE', `/beta-sessions/${id}`)
    } catch (failure) {
      toast({ text: sentenceOf(failure), tone: 'error' })
      return
    }
    router.push(`/manuscripts/${manuscriptId}/beta-sessions`)
    toast({
      text: words.deleted(title),
      undo: async () => {
        await call('POST', `/beta-sessions/${id}/restore`)
        router.push(`/beta-sessions/${id}`)
      },
    })
  }
}

function More({ session }: { session: BetaSessionView }) {
  const act = useAct()
  const remove = useDelete(session)
  const { id, closesAt, state } = session
  const change = (body: object) => call('PATCH', `/beta-sessions/${id}`, { body })
  const close = {
    work: () => change({ close: true }),
    said: words.closedNow,
    undo: () => change({ closesAt }),
  }
  const reopen = {
    work: () => change({ closesAt: null }),
    said: words.reopened,
    undo: () => change({ close: true }),
  }
  return (
    <Menu
      trigger={
        <IconButton label={words.more}>
          <MoreHorizontal aria-hidden className="size-[18px]" />
        </IconButton>
      }
    >
      <MenuItem onSelect={() => void act(state === 'closed' ? reopen : close)}>
        {state === 'closed' ? words.reopen : words.closeNow}
      </MenuItem>
      <MenuRule />
      <MenuLabel>{words.report.save}</MenuLabel>
      {(['md', 'csv', 'json'] as const).map((format) => (
        <MenuItem
          key={format}
          download
          sign={<Download aria-hidden />}
          href={`/api/v1/beta-sessions/${id}/report?format=${format}`}
        >
          {words.report.formats[format]}
        </MenuItem>
      ))}
      <MenuItem sign={<Printer aria-hidden />} onSelect={() => window.print()}>
        {words.report.print}
      </MenuItem>
      <MenuRule />
      <MenuItem tone="danger" sign={<Trash2 aria-hidden />} onSelect={() => void remove()}>
        {words.delete}
      </MenuItem>
    </Menu>
  )
}

function Dates({ opensAt, closesAt, state }: BetaSessionView) {
  if (state === 'waiting' && opensAt)
    return (
      <>
        {' '}
        · {words.opens} <RelativeTime at={opensAt} />
      </>
    )
  if (!closesAt) return null
  return (
    <>
      {' '}
      · {state === 'closed' ? words.closed : words.closes} <RelativeTime at={closesAt} />
    </>
  )
}

/** The frame of every page of a session: what it is, how it stands, and the way to its parts. */
export function SessionFrame({ session, manuscript, place, children }: FrameProps) {
  const { id, title, editions, state, readers } = session
  const chapters = new Set(editions.map(({ chapterId }) => chapterId)).size
  return (
    <>
      <AppHeader
        crumbs={[
          { label: manuscript.title, href: `/manuscripts/${manuscript.id}`, lang: manuscript.language },
          { label: words.title, href: `/manuscripts/${manuscript.id}/beta-sessions` },
        ]}
        here={title}
      >
        <More session={session} />
      </AppHeader>
      <DeskMain>
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
          <h1 className="font-serif text-[28px] leading-tight font-semibold text-balance">{title}</h1>
          <Pill hue={state === 'open' ? 'praise' : 'plain'}>{words.state[state]}</Pill>
        </div>
        <p className="mt-1 text-ink-soft">
          {manuscript.title} · {words.chapters(chapters)} · {words.readers(readers)}
          <Dates {...session} />
        </p>
        <nav
          aria-label={words.placesLabel}
          className="mt-4 mb-5 flex gap-1 overflow-x-auto border-b border-rule print:hidden"
        >
          {PLACES.map((one) => (
            <Link
              key={one}
              href={`/beta-sessions/${id}${PATHS[one]}`}
              prefetch={false}
              aria-current={one === place ? 'page' : undefined}
              className={classes(
                'touch -mb-px inline-flex min-h-10 items-center border-b-2 px-3 font-medium whitespace-nowrap',
                one === place ? 'border-accent text-ink' : 'border-transparent text-ink-soft hover:text-ink',
              )}
            >
              {words.places[one]}
            </Link>
          ))}
        </nav>
        {children}
      </DeskMain>
    </>
  )
}
