'use client'

import type { Editor } from '@tiptap/core'
import { useEffect, useMemo, useState } from 'react'
import type { ThreadView } from '@/lib/critique/contract'
import { openersOf, OPEN_NOTES, passes, type NoteFilter } from './filter'
import { hideHighlights } from './highlights'

/** Which notes of a chapter are shown: their cards, and the marks on their words. */
export function useFilter(editor: Editor, threads: readonly ThreadView[]) {
  const [filter, setFilter] = useState<NoteFilter>(OPEN_NOTES)
  const shown = useMemo(() => threads.filter((thread) => passes(thread, filter)), [threads, filter])
  const people = useMemo(() => openersOf(threads), [threads])
  useEffect(() => {
    const kept = new Set(shown.map(({ id }) => id))
    hideHighlights(editor, new Set(threads.map(({ id }) => id).filter((id) => !kept.has(id))))
  }, [editor, threads, shown])
  return { filter, setFilter, shown, people }
}
