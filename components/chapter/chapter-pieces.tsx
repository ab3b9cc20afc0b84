import Link from 'next/link'
import { chapterText as words } from '@/components/text/chapter'
import { Pill, Skeleton } from '@/components/ui/pieces'
import type { ChapterView } from '@/lib/manuscript/contract'

/** How far the chapter is, and what the viewer may do when that is not all. */
export function Facts({ view }: { view: ChapterView }) {
  return (
    <span className="flex items-center gap-2">
      <Pill>{words.statuses[view.status]}</Pill>
      {view.can.edit ? null : (
        <Pill>{view.can.comment ? words.readOnlyPill.critic : words.readOnlyPill.reader}</Pill>
      )}
    </span>
  )
}

/** Lines in place of the text while the chapter is being opened. */
export function Waiting({ isOpening }: { isOpening: boolean }) {
  if (!isOpening) return null
  return (
    <div aria-busy="true" className="grid gap-3 pt-1">
      <span className="sr-only" role="status">
        {words.opening}
      </span>
      {[100, 97, 99, 62, 0, 98, 100, 84].map((width, i) => (
        <span key={i} style={{ width: `${width}%` }} className={width === 0 ? 'h-3' : ''}>
          {width === 0 ? null : <Skeleton className="h-4" />}
        </span>
      ))}
    </div>
  )
}

/** The ways to the chapters before and after. */
export function Neighbours({ view }: { view: ChapterView }) {
  const { previous, following, manuscript } = view
  if (!previous && !following) return null
  const look = 'touch max-w-[46%] truncate rounded-sm py-1 hover:text-ink'
  return (
    <nav className="mt-20 flex justify-between gap-6 border-t border-rule pt-4 font-sans text-[14px] text-ink-soft">
      {previous ? (
        <Link
          href={`/chapters/${previous.id}`}
          prefetch={false}
          lang={manuscript.language}
          aria-label={words.previous(previous.title)}
          className={look}
        >
          ← {previous.title}
        </Link>
      ) : (
        <span />
      )}
      {following ? (
        <Link
          href={`/chapters/${following.id}`}
          prefetch={false}
          lang={manuscript.language}
          aria-label={words.following(following.title)}
          className={look}
        >
          {following.title} →
        </Link>
      ) : null}
    </nav>
  )
}
