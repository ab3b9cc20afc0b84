'use client'

import type { Editor } from '@tiptap/core'
import { useEffect } from 'react'
import type * as Y from 'yjs'
import { ApiError, call } from '@/components/api'
import { bothSides } from '@/components/margin/passage'
import type { RoundView } from '@/lib/critique/contract.rounds'
import { decodeBase64, encodeBase64 } from '@/lib/text/anchor'

/** Where somebody reads is kept when scrolling has rested so long. */
const REST_MS = 1_500
/** He reads about here in the window: a third from above. */
const READING_LINE = 1 / 3

/** Shows a note in the text and, where there is a margin, chooses its card. */
export function showNote(threadId: string): void {
  const id = CSS.escape(threadId)
  // Once the sheet that was open has given the focus back.
  setTimeout(() => {
    document.querySelector(`.chapter-text [data-thread="${id}"]`)?.scrollIntoView({ block: 'center' })
    document.querySelector<HTMLElement>(`[data-slot="${id}"]`)?.focus({ preventScroll: true })
  }, 0)
}

/** The place in the text that stands on the reading line, as a package keeps it; null while nothing stands there. */
function placeNow(editor: Editor, ydoc: Y.Doc): string | null {
  const { left, width } = editor.view.dom.getBoundingClientRect()
  const at = editor.view.posAtCoords({ left: left + width / 3, top: window.innerHeight * READING_LINE })
  const sides = at && bothSides(editor, ydoc)
  return sides ? encodeBase64(sides.plain.positionBefore(sides.map.offsetAt(at.pos))) : null
}

function goTo(editor: Editor, ydoc: Y.Doc, place: string): void {
  const bytes = decodeBase64(place)
  const sides = bothSides(editor, ydoc)
  const spot = bytes && sides?.plain.resolve(bytes)
  if (!sides || !spot) return
  const { node } = editor.view.domAtPos(sides.map.positionAt(spot.offset))
  const element = node instanceof Element ? node : node.parentElement
  setTimeout(() => element?.scrollIntoView({ block: 'center' }), 0)
}

/**
 * Keeps where a critic is in the text, once he has written something in the round.
 * @returns goes to where he was when he opened the chapter last, or null
 */
export function usePlaceInText(editor: Editor | null, ydoc: Y.Doc | null, round: RoundView | null) {
  const id = round?.mine ? round.id : null
  useEffect(() => {
    if (!editor || !ydoc || id === null) return
    let timer: ReturnType<typeof setTimeout> | undefined
    const keep = () => {
      const place = editor.isDestroyed ? null : placeNow(editor, ydoc)
      if (place === null) return
      call('PUT', `/rounds/${id}/package`, { body: { place }, stay: true }).catch((error: unknown) => {
        // A place that is not kept costs some scrolling and nothing else.
        if (!(error instanceof ApiError)) throw error
      })
    }
    const scrolled = () => {
      clearTimeout(timer)
      timer = setTimeout(keep, REST_MS)
    }
    window.addEventListener('scroll', scrolled, { passive: true })
    return () => {
      clearTimeout(timer)
      window.removeEventListener('scroll', scrolled)
    }
  }, [editor, ydoc, id])
  const place = round?.mine?.place
  return editor && ydoc && place ? () => goTo(editor, ydoc, place) : null
}
