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

/** Says calmly that the last good version is shown, what is safe, and what happens next. */
export function DamagedBanner() {
  return (
    <div
      role="status"
      className="mx-auto mb-4 max-w-[calc(var(--measure)+10rem)] rounded-card border border-line/40 bg-raised px-4 py-3 shadow-card"
    >
      <p className="font-medium">{words.damaged.title}</p>
      <p>{words.damaged.body}</p>
    </div>
  )
}
