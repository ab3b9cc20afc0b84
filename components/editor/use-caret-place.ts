'use client'

import type { Editor } from '@tiptap/core'
import { useEffect, useState } from 'react'
import type { SelectionPlace } from './use-selection-place'

/**
 * Where the page's caret is in the text, for those who may not change it: the browser shows them none, but a click or a tap
 * puts it somewhere. Null when it is elsewhere, something is selected, or it stands on a note, which a click opens.
 */
function placeOf({ view }: Editor): SelectionPlace | null {
  const selection = window.getSelection()
  const node = selection?.anchorNode
  if (!selection?.isCollapsed || !node || !view.dom.contains(node) || node === view.dom) return null
  const element = node instanceof Element ? node : node.parentElement
  if (!element || element.closest('.note, [data-suggested]')) return null
  const { left, right, top, bottom } = view.coordsAtPos(view.posAtDOM(node, selection.anchorOffset))
  return { left, right, top, bottom }
}

/** Follows the caret that somebody has put into a text that he may not change. */
export function useCaretPlace(editor: Editor, isOffered: boolean): SelectionPlace | null {
  const [place, setPlace] = useState<SelectionPlace | null>(null)
  useEffect(() => {
    if (!isOffered) return
    let frame = 0
    const look = () => {
      cancelAnimationFrame(frame)
      frame = requestAnimationFrame(() => {
        const next = editor.isDestroyed ? null : placeOf(editor)
        setPlace((now) => (now?.left === next?.left && now?.top === next?.top ? now : next))
      })
    }
    const letGo = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && placeOf(editor)) window.getSelection()?.removeAllRanges()
    }
    document.addEventListener('selectionchange', look)
    document.addEventListener('keydown', letGo)
    window.addEventListener('scroll', look, { passive: true })
    window.addEventListener('resize', look)
    return () => {
      cancelAnimationFrame(frame)
      document.removeEventListener('selectionchange', look)
      document.removeEventListener('keydown', letGo)
      window.removeEventListener('scroll', look)
      window.removeEventListener('resize', look)
    }
  }, [editor, isOffered])
  return isOffered ? place : null
}
