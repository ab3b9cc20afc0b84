'use client'

import { useEffect, useState } from 'react'
import { chapterText as words } from '@/components/text/chapter'
import type { OpenChapter } from '@/lib/sync/client/open-chapter'

/** Whether the chapter is in quarantine, as the server says whenever this page comes back to it. */
export function useDamaged(wasDamaged: boolean, chapter: OpenChapter | null): boolean {
  const [isDamaged, setDamaged] = useState(wasDamaged)
  useEffect(
    () =>
      chapter?.onNotice(({ topic }) => {
        if (topic === 'connected') setDamaged(false)
        if (topic === 'quarantined') setDamaged(true)
      }),
    [chapter],
  )
  return isDamaged
}

interface DamagedProps {
  chapterId: string
  /** Who may write waits for it; who runs the server can end it. */
  mayWrite: boolean
  mayRepair: boolean
}

/** Says calmly that the last good version is shown, what is safe, and what happens next. */
export function DamagedBanner({ chapterId, mayWrite, mayRepair }: DamagedProps) {
  const { title, toRead, toWrite, toRepair, repair } = words.damaged
  return (
    <div
      role="status"
      className="mx-auto mb-6 max-w-[calc(var(--measure)+10rem)] rounded-card border border-line/40 bg-raised px-4 py-3 shadow-card"
    >
      <p className="font-medium">{title}</p>
      <p>{mayRepair ? toRepair : mayWrite ? toWrite : toRead}</p>
      {mayRepair ? (
        <code className="mt-2 block rounded-control bg-paper px-2.5 py-1.5 font-mono text-[12.5px] break-words select-all">
          {repair(chapterId)}
        </code>
      ) : null}
    </div>
  )
}
