'use client'

import type { Editor } from '@tiptap/core'
import { useCallback, useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react'
import { plainMap } from '@/lib/prose/plain'
import { layOut, marginHeight, type Card } from './layout'

/** A note that stands beside the text. `offset` is where its words begin, in plain text. */
export interface Standing {
  id: string
  offset: number
}

/** Further from the window than this, a block's own top serves: its lines need not be laid out for it. */
const NEAR_PX = 1_500

function topOf(editor: Editor, position: number): number | null {
  const size = editor.state.doc.content.size
  const at = Math.min(Math.max(position, 0), size)
  const { node } = editor.view.domAtPos(at)
  const element = node instanceof Element ? node : node.parentElement
  if (!element || !editor.view.dom.contains(element)) return null
  const { top, bottom } = element.getBoundingClientRect()
  if (bottom < -NEAR_PX || top > window.innerHeight + NEAR_PX) return top
  return editor.view.coordsAtPos(at).top
}

/**
 * Keeps the cards of the margin level with their words.
 * @param column the element that holds the slots; each slot has `data-slot` with its note's id
 * @returns the top of each slot by id, and the height of them all, in pixels
 */
export function useTops(
  editor: Editor,
  column: RefObject<HTMLElement | null>,
  standing: readonly Standing[],
  activeId: string | null,
) {
  const [tops, setTops] = useState<ReadonlyMap<string, number>>(new Map())
  const [height, setHeight] = useState(0)
  const frame = useRef(0)
  const measure = useCallback(() => {
    const margin = column.current
    if (!margin || editor.isDestroyed) return
    const origin = margin.getBoundingClientRect().top
    const map = plainMap(editor.state.doc)
    const cards = standing.flatMap(({ id, offset }): Card[] => {
      const slot = margin.querySelector<HTMLElement>(`[data-slot="${CSS.escape(id)}"]`)
      const top = slot && topOf(editor, map.positionAt(offset))
      return slot && top !== null ? [{ id, wanted: top - origin, height: slot.offsetHeight }] : []
    })
    cards.sort((a, b) => a.wanted - b.wanted)
    const next = layOut(cards, activeId)
    setTops((known) => (same(known, next) ? known : next))
    setHeight(marginHeight(cards, next))
  }, [editor, column, standing, activeId])
  const soon = useCallback(() => {
    cancelAnimationFrame(frame.current)
    frame.current = requestAnimationFrame(measure)
  }, [measure])
  useLayoutEffect(() => {
    measure()
  }, [measure])
  useEffect(() => {
    const sizes = new ResizeObserver(soon)
    sizes.observe(editor.view.dom)
    const margin = column.current
    const watch = () => margin?.querySelectorAll('[data-slot]').forEach((slot) => sizes.observe(slot))
    watch()
    editor.on('update', soon)
    window.addEventListener('resize', soon)
    void document.fonts.ready.then(soon)
    return () => {
      sizes.disconnect()
      editor.off('update', soon)
      window.removeEventListener('resize', soon)
      cancelAnimationFrame(frame.current)
    }
  }, [editor, column, soon])
  return { tops, height }
}

function same(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): boolean {
  if (a.size !== b.size) return false
  for (const [id, top] of a) if (Math.abs((b.get(id) ?? Infinity) - top) > 0.5) return false
  return true
}
