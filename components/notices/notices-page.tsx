'use client'

import { useState } from 'react'
import type { NoticeList } from '@/lib/notify/contract'
import { call } from '@/components/api'
import { AppHeader, DeskMain } from '@/components/shell/app-header'
import { noticesText as words } from '@/components/text/notices'
import { Button, ButtonLink } from '@/components/ui/button'
import { EmptyState, Panel } from '@/components/ui/pieces'
import { useWork } from '@/components/use-work'
import { NoticeRow } from './notice-row'

/** Everything one was told, page by page. */
export function NoticesPage({ list: first }: { list: NoticeList }) {
  const [{ notices, unread, next }, setList] = useState(first)
  const { run, busy, error } = useWork()
  const marked = (isIt: (id: string) => boolean) =>
    notices.map((notice) => (isIt(notice.id) ? { ...notice, isRead: true } : notice))
  const readAll = () =>
    run(async () => {
      const until = notices[0]?.at ?? new Date().toISOString()
      const now = await call<{ unread: number }>('POST', '/me/notices/read', { body: { until } })
      setList((list) => ({ ...list, ...now, notices: marked(() => true) }))
    })
  const open = (id: string) => {
    setList((list) => ({ ...list, notices: marked((one) => one === id) }))
    call('POST', '/me/notices/read', { body: { ids: [id] }, keepalive: true, stay: true }).catch(
      () => undefined,
    )
  }
  const more = () =>
    run(async () => {
      const older = await call<NoticeList>('GET', `/me/notices?limit=100&cursor=${next}`)
      setList({ ...older, notices: [...notices, ...older.notices] })
    })
  return (
    <>
      <AppHeader here={words.title} />
      <DeskMain className="max-w-[760px]!">
        <header className="mb-6 flex flex-wrap items-end justify-between gap-4">
          <h1 className="font-serif text-[28px] leading-[1.16] font-semibold tracking-[-0.012em] sm:text-[34px]">
            {words.title}
          </h1>
          <span className="flex flex-wrap gap-2">
            {unread > 0 ? (
              <Button busy={busy} onClick={() => void readAll()}>
                {words.readAll}
              </Button>
            ) : null}
            <ButtonLink tone="ghost" href="/settings#notices">
              {words.which}
            </ButtonLink>
          </span>
        </header>
        {error ? (
          <p role="alert" className="mb-4 text-danger">
            {error}
          </p>
        ) : null}
        <Panel label={words.list}>
          {notices.length > 0 ? (
            <ul className="-mx-2 -my-1.5">
              {notices.map((notice) => (
                <NoticeRow key={notice.id} notice={notice} onOpen={() => open(notice.id)} />
              ))}
            </ul>
          ) : (
            <EmptyState title={words.none}>{words.noneHint}</EmptyState>
          )}
        </Panel>
        {next ? (
          <Button className="mt-4" busy={busy} onClick={() => void more()}>
            {words.more}
          </Button>
        ) : null}
      </DeskMain>
    </>
  )
}
