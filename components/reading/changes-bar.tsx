'use client'

import { ChevronDown, ChevronUp } from 'lucide-react'
import { readingText } from '@/components/text/reading'
import type { Changes } from './use-changes'

const words = readingText.since

/** The way from change to change, under the thumb. */
export function ChangesBar({ changes: { all, at, step } }: { changes: Changes }) {
  return (
    <nav aria-label={words.nav} className="room-changes">
      <button type="button" aria-label={words.previous} aria-keyshortcuts="[" onClick={() => step(-1)}>
        <ChevronUp aria-hidden className="size-5" />
      </button>
      <output>{at === null ? words.many(all) : words.at(at, all)}</output>
      <button type="button" aria-label={words.next} aria-keyshortcuts="]" onClick={() => step(1)}>
        <ChevronDown aria-hidden className="size-5" />
      </button>
    </nav>
  )
}
