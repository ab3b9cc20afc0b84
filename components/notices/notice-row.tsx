'use client'

import Link from 'next/link'
import type { NoticeView } from '@/lib/notify/contract'
import { noticesText as words } from '@/components/text/notices'
import { Avatar } from '@/components/ui/avatar'
import { classes } from '@/components/ui/classes'
import { RelativeTime } from '@/components/ui/time'

/**
 * Where a notice leads: the note, the chapter or the manuscript it is about; one's own notes with what became of them; the
 * room in which one reads.
 */
function placeOf({ kind, betaSession, chapter, manuscript, reading, threadId }: NoticeView): string {
  if (reading) return `/read/${reading.id}`
  if (betaSession) return `/beta-sessions/${betaSession.id}`
  if (kind === 'receipts' && chapter && manuscript)
    return `/manuscripts/${manuscript.id}/notes?author=me&receipt=any&chapter=${chapter.id}`
  if (chapter) return `/chapters/${chapter.id}${threadId ? `?thread=${threadId}` : ''}`
  return manuscript ? `/manuscripts/${manuscript.id}` : '/'
}

/** One notice: who did what, where and when. It leads there, and is read by it. */
export function NoticeRow({ notice, onOpen }: { notice: NoticeView; onOpen: () => void }) {
  const [first] = notice.people
  return (
    <li>
      <Link
        href={placeOf(notice)}
        prefetch={false}
        onClick={onOpen}
        className="touch relative flex min-w-0 gap-3 rounded-control px-2.5 py-2.5 hover:bg-ink/5"
      >
        <Avatar
          name={first?.name ?? '?'}
          colour={first?.colour ?? 'var(--ink-faint)'}
          size="small"
          decorative
        />
        <span className="min-w-0 flex-1">
          {notice.isRead ? null : <span className="sr-only">{words.unread}: </span>}
          <span className={classes('line-clamp-3 leading-snug', notice.isRead && 'text-ink-soft')}>
            <span className="font-semibold">{words.names(notice)}</span> {words.did(notice)}
          </span>
          <span className="mt-0.5 line-clamp-1 text-[12.5px] text-ink-soft">
            {words.place(notice)} · <RelativeTime at={notice.at} />
          </span>
        </span>
        {notice.isRead ? null : (
          <span aria-hidden className="mt-1.5 size-2 shrink-0 rounded-full bg-accent" />
        )}
      </Link>
    </li>
  )
}
