'use client'

import { Bell } from 'lucide-react'
import Link from 'next/link'
import { useState } from 'react'
import type { NoticeList } from '@/lib/notify/contract'
import { noticesText as words } from '@/components/text/notices'
import { Button } from '@/components/ui/button'
import { Popover } from '@/components/ui/overlay'
import { NoticeRow } from './notice-row'
import { useNotices } from './use-notices'

const MOST_COUNTED = 99

interface Shown {
  list: NoticeList | undefined
  failed: boolean
  again: () => void
  onOpen: (id: string) => void
}

function Notices({ list, failed, again, onOpen }: Shown) {
  if (failed && !list)
    return (
      <p role="alert" className="px-2.5 py-3 text-ink-soft">
        {words.failed}{' '}
        <button type="button" className="underline" onClick={again}>
          {words.again}
        </button>
      </p>
    )
  if (!list) return <p aria-busy className="h-24" />
  if (list.notices.length === 0)
    return (
      <div className="px-2.5 py-4">
        <p className="font-semibold">{words.none}</p>
        <p className="mt-1 text-[13.5px] text-ink-soft">{words.noneHint}</p>
      </div>
    )
  return (
    <ul className="-mx-1 grid max-h-[min(420px,60dvh)] overflow-y-auto">
      {list.notices.map((notice) => (
        <NoticeRow key={notice.id} notice={notice} onOpen={() => onOpen(notice.id)} />
      ))}
    </ul>
  )
}

/** The bell in the header: what is new for me, live, and a way to all of it. */
export function NoticesBell() {
  const [isOpen, setOpen] = useState(false)
  const { list, failed, again, read } = useNotices()
  const unread = list?.unread ?? 0
  const newest = list?.notices[0]?.at
  const open = (id: string) => {
    setOpen(false)
    void read({ ids: [id] }).catch(() => undefined)
  }
  const link = 'touch rounded-sm py-1 text-[13px] text-ink-soft hover:text-ink'
  return (
    <Popover
      label={words.title}
      align="end"
      open={isOpen}
      onOpenChange={setOpen}
      trigger={
        <button
          type="button"
          aria-label={words.bell(unread)}
          className="touch relative grid size-9 shrink-0 place-items-center rounded-control text-ink-soft hover:bg-ink/6 hover:text-ink"
        >
          <Bell aria-hidden className="size-[18px]" />
          {unread > 0 ? (
            <span
              aria-hidden
              className="absolute top-0.5 right-0.5 grid h-[17px] min-w-[17px] place-items-center rounded-full border border-desk bg-accent px-1 text-[10.5px] leading-none font-semibold text-accent-ink tabular-nums"
            >
              {unread > MOST_COUNTED ? words.many : unread}
            </span>
          ) : null}
        </button>
      }
    >
      <div className="-m-1.5 w-[min(340px,calc(100vw-56px))]">
        <header className="flex min-h-8 items-center justify-between gap-3 px-2.5 pb-1">
          <h2 className="font-semibold">{words.title}</h2>
          {unread > 0 && newest ? (
            <Button
              size="small"
              tone="ghost"
              onClick={() => void read({ until: newest }).catch(() => undefined)}
            >
              {words.readAll}
            </Button>
          ) : null}
        </header>
        <Notices list={list} failed={failed} again={again} onOpen={open} />
        <footer className="mt-1 flex justify-between gap-4 border-t border-rule px-2.5 pt-2">
          <Link href="/notices" prefetch={false} className={link} onClick={() => setOpen(false)}>
            {words.all}
          </Link>
          <Link href="/settings#notices" prefetch={false} className={link} onClick={() => setOpen(false)}>
            {words.which}
          </Link>
        </footer>
      </div>
    </Popover>
  )
}
