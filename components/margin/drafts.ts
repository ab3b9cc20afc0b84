'use client'

import { useCallback, useState } from 'react'
import type { Category } from '@/lib/critique/contract'

/** The words that a note being written is about: for the server, for showing, and for finding them again. */
export interface DraftPassage {
  start: string
  end: string
  quote: string
  prefix: string
  suffix: string
}

/** A note being written. Without a passage it is about the whole chapter. */
export interface NoteDraft {
  passage: DraftPassage | null
  body: string
  category: Category | null
}

const PREFIX = 'scriptorium.draft'

/** Where a note on a chapter, or an answer in a thread, is kept until it is sent. */
export function draftKey(userId: string, place: { chapterId: string } | { threadId: string }): string {
  return 'chapterId' in place
    ? `${PREFIX}.${userId}.note.${place.chapterId}`
    : `${PREFIX}.${userId}.reply.${place.threadId}`
}

function read<Draft>(key: string): Draft | null {
  const kept = localStorage.getItem(key)
  if (kept === null) return null
  try {
    return JSON.parse(kept) as Draft
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

/** A draft that survives a reload: what is typed is on the device with every key. `null` forgets it. */
export function useDraft<Draft>(key: string): [Draft | null, (draft: Draft | null) => void] {
  const [draft, setDraft] = useState<Draft | null>(() =>
    typeof window === 'undefined' ? null : read<Draft>(key),
  )
  const keep = useCallback(
    (next: Draft | null) => {
      setDraft(next)
      if (next === null) localStorage.removeItem(key)
      else localStorage.setItem(key, JSON.stringify(next))
    },
    [key],
  )
  return [draft, keep]
}
