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
  /** The new words of a suggestion, empty for a cut; absent for a comment. */
  replacement?: string
  /** Of a suggestion that only puts words in: where in the passage, in UTF-16 code units, and which. */
  put?: { at: number; words: string }
  /** Chosen in a round that allows both; otherwise the note is private there. */
  visibility?: 'private' | 'open'
}

const PREFIX = 'scriptorium.draft'

/** Where a note on a chapter, or an answer in a thread, is kept until it is sent. */
export function draftKey(userId: string, place: { chapterId: string } | { threadId: string }): string {
  return 'chapterId' in place
    ? `${PREFIX}.${userId}.note.${place.chapterId}`
    : `${PREFIX}.${userId}.reply.${place.threadId}`
}

/** Drafts that the browser did not take, as long as the page lives. */
const refused = new Map<string, string>()

/** Does this with the browser's storage; the answer is null where it is refused or full. */
function stored<Result>(work: (storage: Storage) => Result): { result: Result } | null {
  try {
    return { result: work(localStorage) }
  } catch (error) {
    // QuotaExceededError or SecurityError; a person who types must not be stopped by either.
    if (error instanceof DOMException) return null
    throw error
  }
}

/** The draft as it was kept last; null when there is none. */
export function readDraft<Draft>(key: string): Draft | null {
  const kept = refused.get(key) ?? stored((storage) => storage.getItem(key))?.result ?? null
  if (kept === null) return null
  try {
    return JSON.parse(kept) as Draft
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

/**
 * Keeps a draft on the device, or for as long as the page lives where the browser refuses or has no room. `null`
 * forgets it.
 */
export function keepDraft(key: string, draft: unknown): void {
  refused.delete(key)
  if (draft === null) {
    stored((storage) => storage.removeItem(key))
    return
  }
  const words = JSON.stringify(draft)
  if (stored((storage) => storage.setItem(key, words)) === null) refused.set(key, words)
}

/** A draft that survives a reload: what is typed is on the device with every key, as far as the browser lets it. `null` forgets it. */
export function useDraft<Draft>(key: string): [Draft | null, (draft: Draft | null) => void] {
  const [draft, setDraft] = useState<Draft | null>(() =>
    typeof window === 'undefined' ? null : readDraft<Draft>(key),
  )
  const keep = useCallback(
    (next: Draft | null) => {
      setDraft(next)
      keepDraft(key, next)
    },
    [key],
  )
  return [draft, keep]
}
