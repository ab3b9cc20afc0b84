'use client'

import type { Editor } from '@tiptap/core'
import { TextSelection } from '@tiptap/pm/state'
import { useEffect, useState } from 'react'

/** Where the selected words are on the screen, in pixels of the viewport; null while nothing is selected. */
export interface SelectionPlace {
  left: number
  right: number
  top: number
  bottom: number
}

function placeOf(editor: Editor): SelectionPlace | null {
  const { selection } = editor.state
  if (!(selection instanceof TextSelection) || selection.empty || editor.view.composing) return null
  if (editor.state.doc.textBetween(selection.from, selection.to, ' ', ' ').trim() === '') return null
  const from = editor.view.coordsAtPos(selection.from, 1)
  const to = editor.view.coordsAtPos(selection.to, -1)
  const isOneLine = Math.abs(from.top - to.top) < 4
  const page = editor.view.dom.getBoundingClientRect()
  return {
    left: isOneLine ? from.left : page.left,
    right: isOneLine ? to.right : page.right,
    top: Math.min(from.top, to.top),
    bottom: Math.max(from.bottom, to.bottom),
  }
}

function isSame(a: SelectionPlace | null, b: SelectionPlace | null): boolean {
  return (
    a === b ||
    (a !== null &&
      b !== null &&
      a.left === b.left &&
      a.right === b.right &&
      a.top === b.top &&
      a.bottom === b.bottom)
  )
}

/** Follows the selection, but not while it is being drawn with the mouse. */
export function useSelectionPlace(editor: Editor | null): SelectionPlace | null {
  const [place, setPlace] = useState<SelectionPlace | null>(null)
  useEffect(() => {
    if (!editor) return undefined
    let isDrawing = false
    let frame = 0
    const look = () => {
      cancelAnimationFrame(frame)
      frame = requestAnimationFrame(() => {
        if (editor.isDestroyed) return
        const next = isDrawing ? null : placeOf(editor)
        setPlace((now) => (isSame(now, next) ? now : next))
      })
    }
    const page = editor.view.dom
    const begin = () => {
      isDrawing = true
      look()
    }
    const end = () => {
      isDrawing = false
      look()
    }
    const passive = { passive: true }
    page.addEventListener('mousedown', begin)
    window.addEventListener('mouseup', end)
    window.addEventListener('scroll', look, passive)
    window.addEventListener('resize', look)
    editor.on('transaction', look)
    return () => {
      cancelAnimationFrame(frame)
      page.removeEventListener('mousedown', begin)
      window.removeEventListener('mouseup', end)
      window.removeEventListener('scroll', look)
      window.removeEventListener('resize', look)
      editor.off('transaction', look)
    }
  }, [editor])
  return place
}

/** Height in pixels that the on-screen keyboard covers at the lower edge; 0 without one. */
export function useKeyboardInset(): number {
  const [inset, setInset] = useState(0)
  useEffect(() => {
    const view = window.visualViewport
    if (!view) return undefined
    const look = () => setInset(Math.max(0, Math.round(window.innerHeight - view.height - view.offsetTop)))
    look()
    view.addEventListener('resize', look)
    view.addEventListener('scroll', look)
    return () => {
      view.removeEventListener('resize', look)
      view.removeEventListener('scroll', look)
    }
  }, [])
  return inset
}
