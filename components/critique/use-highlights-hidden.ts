'use client'

import type { Editor } from '@tiptap/core'
import { useCallback, useEffect, useState } from 'react'
import { readWithoutHighlights } from '@/components/margin/highlights'
import { keepDraft, readDraft } from '@/components/margin/drafts'

const keyOf = (userId: string) => `scriptorium.highlights-hidden.${userId}`

/** Whether somebody reads without the highlights of notes; remembered on his device, for him alone. */
export function useHighlightsHidden(editor: Editor | null, userId: string) {
  const [hidden, setHidden] = useState(false)
  useEffect(() => setHidden(readDraft<boolean>(keyOf(userId)) === true), [userId])
  useEffect(() => {
    if (editor) readWithoutHighlights(editor, hidden)
  }, [editor, hidden])
  const toggle = useCallback(() => {
    keepDraft(keyOf(userId), hidden ? null : true)
    setHidden(!hidden)
  }, [userId, hidden])
  return [hidden, toggle] as const
}
