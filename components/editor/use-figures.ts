'use client'

import type { Editor } from '@tiptap/core'
import { useEffect, useState } from 'react'
import { figuresOf } from './outline'
import type { ChapterFigures } from './outline'

/** Counting waits for a pause in typing. */
const COUNT_AFTER_MS = 300

/** Words and outline of the editor's text, counted again when typing pauses; null before the first time. */
export function useFigures(editor: Editor | null): ChapterFigures | null {
  const [figures, setFigures] = useState<ChapterFigures | null>(null)
  useEffect(() => {
    if (!editor) return undefined
    let timer: ReturnType<typeof setTimeout> | undefined
    const read = () => {
      if (!editor.isDestroyed) setFigures(figuresOf(editor.state.doc))
    }
    const later = () => {
      clearTimeout(timer)
      timer = setTimeout(read, COUNT_AFTER_MS)
    }
    timer = setTimeout(read, 0)
    editor.on('update', later)
    return () => {
      clearTimeout(timer)
      editor.off('update', later)
    }
  }, [editor])
  return figures
}
