'use client'

import type { Editor } from '@tiptap/core'
import { useCallback, useEffect, useMemo, useState } from 'react'
import type { ThreadView } from '@/lib/critique/contract'
import { keepDraft, readDraft } from './drafts'
import { openersOf, OPEN_NOTES, passes, type NoteFilter } from './filter'
import { hideHighlights } from './highlights'

/** Under which an author's device remembers that he works without what beta readers noted. */
const WITHOUT_READERS = 'scriptorium.without-reader-notes'

/** The filter; whether reader notes are shown at all is remembered on the device. */
function useRemembered() {
  const [filter, setFilter] = useState<NoteFilter>(OPEN_NOTES)
  useEffect(() => {
    if (readDraft<boolean>(WITHOUT_READERS) === true) setFilter((now) => ({ ...now, kind: 'critique' }))
  }, [])
  const change = useCallback((next: NoteFilter) => {
    keepDraft(WITHOUT_READERS, next.kind === 'critique' ? true : null)
    setFilter(next)
  }, [])
  return [filter, change] as const
}

/** Which notes of a chapter are shown: their cards, and the marks on their words. */
export function useFilter(editor: Editor, threads: readonly ThreadView[]) {
  const [filter, setFilter] = useRemembered()
  const shown = useMemo(() => threads.filter((thread) => passes(thread, filter)), [threads, filter])
  const people = useMemo(() => openersOf(threads), [threads])
  useEffect(() => {
    const kept = new Set(shown.map(({ id }) => id))
    hideHighlights(editor, new Set(threads.map(({ id }) => id).filter((id) => !kept.has(id))))
  }, [editor, threads, shown])
  return { filter, setFilter, shown, people }
}
