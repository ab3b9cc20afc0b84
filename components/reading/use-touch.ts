'use client'

import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { offsetOf, selectedPassage, wholeParagraph, type PageText, type Passage } from './page-text'

/** A selection is taken for made when it has not changed for this long. */
const SETTLED_MS = 300

/** What in the text a tap means itself. */
const OWN_TAPS = 'a, button, summary, input, textarea, label, [data-question], [data-prediction]'

/** The offset in the text at a point of the screen. */
function offsetAt(page: PageText, x: number, y: number): number | null {
  if ('caretPositionFromPoint' in document) {
    const caret = document.caretPositionFromPoint(x, y)
    return caret ? offsetOf(page, caret.offsetNode, caret.offset) : null
  }
  // Older browsers know it by another name.
  const range = (document as Document).caretRangeFromPoint(x, y)
  return range ? offsetOf(page, range.startContainer, range.startOffset) : null
}

/** Takes the blur from a passage under a content note. @returns whether the tap was meant for that */
function revealed(target: Element): boolean {
  const passage = target.closest<HTMLElement>('[data-noted=blur] .room-noted-text:not([data-revealed])')
  passage?.setAttribute('data-revealed', '')
  return passage !== null
}

interface Touched {
  /** A tap on a paragraph, at this offset where the browser knows it. */
  tapped: (passage: Passage, offset: number | null) => void
  /** A tap beside the text, or `Escape`. */
  left: () => void
}

/** Words that are selected. */
export interface Selected {
  passage: Passage | null
  /** The words that are selected at this very moment, and nothing is from then on. */
  take: () => Passage | null
}

/** Listens to the page as a whole. @returns the words that are selected just now */
export function useTouch(page: PageText | null, touched: Touched): Selected {
  const [selected, setSelected] = useState<Passage | null>(null)
  const latest = useRef(touched)
  useEffect(() => {
    latest.current = touched
  })
  useEffect(() => {
    if (!page) return
    const ended = new AbortController()
    const { signal } = ended
    let timer: ReturnType<typeof setTimeout> | undefined
    const click = (event: MouseEvent) => {
      const target = event.target as Element
      if (revealed(target)) return
      if (selectedPassage(page, getSelection()) || !target.closest('.room-page')) return
      if (target.closest(OWN_TAPS)) return
      const block = target.closest<HTMLElement>('[data-p]')
      const paragraph = block ? page.blocks.indexOf(block) : -1
      if (paragraph < 0 || block?.tagName === 'HR') return latest.current.left()
      latest.current.tapped(wholeParagraph(page, paragraph), offsetAt(page, event.clientX, event.clientY))
    }
    const selecting = () => {
      clearTimeout(timer)
      timer = setTimeout(() => setSelected(selectedPassage(page, getSelection())), SETTLED_MS)
    }
    document.addEventListener('click', click, { signal })
    document.addEventListener('selectionchange', selecting, { signal })
    return () => {
      clearTimeout(timer)
      ended.abort()
    }
  }, [page])
  const take = useCallback(() => {
    const now = (page && selectedPassage(page, getSelection())) ?? selected
    getSelection()?.removeAllRanges()
    setSelected(null)
    return now
  }, [page, selected])
  return useMemo(() => ({ passage: selected, take }), [selected, take])
}
