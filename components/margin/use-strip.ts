'use client'

import type { Editor } from '@tiptap/core'
import type { Transaction } from '@tiptap/pm/state'
import { useEffect, type RefObject } from 'react'
import { plainMap } from '@/lib/prose/plain'
import { layOutStrip, type Edges } from './strip'
import { blockAt, isNear, textAndSheet } from './use-tops'

/** Positions on the page are read no more often than this: five times a second, as those of the cards. */
const FOLLOW_MS = 200

/** Passages so far from the window are laid out by their share of a block; they are read again when they come near. */
const SCROLLED_PX = 700

/** The line of a position in the window, in pixels; of a block far from the window about where it will be. */
function lineAt(editor: Editor, position: number): Edges | null {
  const block = blockAt(editor, position)
  if (!block) return null
  const { $at, top, bottom } = block
  if (isNear(top, bottom)) return editor.view.coordsAtPos($at.pos)
  const share = $at.depth > 0 ? ($at.pos - $at.start(1)) / Math.max($at.node(1).content.size, 1) : 0
  const line = top + share * (bottom - top)
  return { top: line, bottom: line }
}

interface Range {
  from: number
  to: number
}

/** The edges of passages, from `origin`; null when one of them is not on the page. */
function edgesOf(editor: Editor, ranges: readonly Range[], origin: number): Edges[] | null {
  const edges = ranges.map(({ from, to }) => [lineAt(editor, from), lineAt(editor, to)] as const)
  const whole = edges.flatMap(([first, last]) =>
    first && last ? [{ top: first.top - origin, bottom: last.bottom - origin }] : [],
  )
  return whole.length === ranges.length ? whole : null
}

/** Keeps the segments of a strip level with these positions, and answers what ends it. */
function follow(editor: Editor, strip: HTMLElement, ranges: Range[]): () => void {
  let [frame, measuredAt, scrolledTo] = [0, 0, window.scrollY]
  let timer: ReturnType<typeof setTimeout> | undefined
  const measure = () => {
    frame = 0
    measuredAt = performance.now()
    scrolledTo = window.scrollY
    if (editor.isDestroyed) return
    const edges = edgesOf(editor, ranges, strip.getBoundingClientRect().top)
    const laid = edges && layOutStrip(edges)
    strip.querySelectorAll<HTMLElement>('[data-passage]').forEach((segment, at) => {
      const place = laid?.[at]
      segment.hidden = !place
      if (!place) return
      segment.style.top = `${Math.round(place.top)}px`
      segment.style.height = `${Math.round(place.bottom - place.top)}px`
    })
  }
  const soon = () => {
    if (frame || timer) return
    timer = setTimeout(
      () => {
        timer = undefined
        frame = requestAnimationFrame(measure)
      },
      Math.max(0, measuredAt + FOLLOW_MS - performance.now()),
    )
  }
  const scrolled = () => {
    if (Math.abs(window.scrollY - scrolledTo) > SCROLLED_PX) soon()
  }
  // With each key only numbers move; the page is read when its lines have.
  const followed = ({ transaction: { docChanged, mapping } }: { transaction: Transaction }) => {
    if (!docChanged) return
    for (const range of ranges) {
      range.from = mapping.map(range.from, 1)
      range.to = Math.max(range.from, mapping.map(range.to, -1))
    }
  }
  const sizes = new ResizeObserver(soon)
  for (const element of textAndSheet(editor)) sizes.observe(element)
  editor.on('transaction', followed)
  window.addEventListener('resize', soon)
  window.addEventListener('scroll', scrolled, { passive: true })
  void document.fonts.ready.then(soon)
  measure()
  return () => {
    sizes.disconnect()
    editor.off('transaction', followed)
    window.removeEventListener('resize', soon)
    window.removeEventListener('scroll', scrolled)
    clearTimeout(timer)
    cancelAnimationFrame(frame)
  }
}

/**
 * Keeps the segments of a strip (`data-passage`, in the order of `passages`) level with their words. It moves them itself,
 * as `useTops` moves the cards.
 * @param passages offsets in the plain text that the editor shows now
 */
export function useStrip(
  editor: Editor,
  strip: RefObject<HTMLElement | null>,
  passages: readonly Range[],
): void {
  useEffect(() => {
    if (!strip.current || editor.isDestroyed) return
    const map = plainMap(editor.state.doc)
    const ranges = passages.map(({ from, to }) => ({ from: map.positionAt(from), to: map.positionAt(to) }))
    return follow(editor, strip.current, ranges)
  }, [editor, strip, passages])
}
