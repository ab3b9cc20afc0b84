'use client'

import type { Editor } from '@tiptap/core'
import { useEffect, useEffectEvent, useLayoutEffect, type RefObject } from 'react'
import { plainMap } from '@/lib/prose/plain'
import { highlightStarts } from './highlights'
import { layOut, marginHeight, type Card } from './layout'
import { tellTime } from './tell-time'

/** A note that stands beside the text. `offset` is where its words begin, in plain text, if they have no highlight. */
export interface Standing {
  id: string
  offset: number
}

/** Further from the window than this, a block's own top serves: its lines need not be laid out for it. */
const NEAR_PX = 1_500

/** While people type, the cards follow their words about five times a second. */
const FOLLOW_MS = 200

/** A position, and the edges of its block in the window, in pixels; null when that is not on the page. */
export function blockAt({ view }: Editor, position: number) {
  const { doc } = view.state
  const at = Math.min(Math.max(position, 0), doc.content.size)
  const $at = doc.resolve(at)
  const block = view.nodeDOM($at.depth > 0 ? $at.before(1) : at)
  if (!(block instanceof Element)) return null
  const { top, bottom } = block.getBoundingClientRect()
  return { $at, top, bottom }
}

/** The top of a position in the window, in pixels; null when it is not on the page. */
function topOf(editor: Editor, position: number): number | null {
  const block = blockAt(editor, position)
  if (!block) return null
  const { $at, top, bottom } = block
  return isNear(top, bottom) ? editor.view.coordsAtPos($at.pos).top : top
}

/** True when something from `top` to `bottom` is so near to the window that its lines are worth reading. */
export function isNear(top: number, bottom: number): boolean {
  return bottom >= -NEAR_PX && top <= window.innerHeight + NEAR_PX
}

/** What moves words when its size changes: the text, and the sheet with what stands above it, such as the banner of a round. */
export function textAndSheet({ view }: Editor): Element[] {
  const sheet = view.dom.closest('article')
  return sheet ? [view.dom, sheet] : [view.dom]
}

/** The slots of the margin by the id of their note. */
function slotsIn(margin: HTMLElement): Map<string, HTMLElement> {
  const slots = [...margin.querySelectorAll<HTMLElement>('[data-slot]')]
  return new Map(slots.map((slot) => [slot.dataset['slot'] ?? '', slot]))
}

function cardsFor(
  editor: Editor,
  standing: readonly Standing[],
  slots: Map<string, HTMLElement>,
  origin: number,
) {
  const starts = highlightStarts(editor)
  let map: ReturnType<typeof plainMap> | null = null
  const positionOf = ({ id, offset }: Standing) =>
    starts.get(id) ?? (map ??= plainMap(editor.state.doc)).positionAt(offset)
  const cards = standing.flatMap((one): Card[] => {
    const slot = slots.get(one.id)
    const top = slot ? topOf(editor, positionOf(one)) : null
    return slot && top !== null ? [{ id: one.id, wanted: top - origin, height: slot.offsetHeight }] : []
  })
  return cards.sort((a, b) => a.wanted - b.wanted)
}

/** Moves a slot; one that is far from the window, or was nowhere before, goes there without a transition. */
function move(slot: HTMLElement, top: number | undefined, origin: number): void {
  if (top === undefined) {
    delete slot.dataset['placed']
    return
  }
  const transform = `translateY(${Math.round(top)}px)`
  if (slot.style.transform === transform && slot.dataset['placed']) return
  const wasPlaced = slot.dataset['placed'] !== undefined
  slot.dataset['placed'] = wasPlaced && isNear(origin + top, origin + top) ? 'gliding' : 'there'
  slot.style.transform = transform
}

/**
 * Keeps the cards of the margin level with their words. It moves the slots itself: to render hundreds of cards anew for
 * each line that somebody writes would take longer than the line.
 * @param column the element that holds the slots; each slot has `data-slot` with its note's id
 */
export function useTops(
  editor: Editor,
  column: RefObject<HTMLElement | null>,
  standing: readonly Standing[],
  activeId: string | null,
): void {
  const measure = useEffectEvent(() => {
    const margin = column.current
    if (!margin || editor.isDestroyed) return
    const began = performance.now()
    const origin = margin.getBoundingClientRect().top
    const slots = slotsIn(margin)
    const cards = cardsFor(editor, standing, slots, origin)
    const tops = layOut(cards, activeId)
    for (const [id, slot] of slots) move(slot, tops.get(id), origin)
    margin.style.minHeight = `${marginHeight(cards, tops)}px`
    tellTime('margin laid out', performance.now() - began, cards.length)
  })
  useLayoutEffect(() => measure(), [standing, activeId])
  useEffect(() => {
    let frame = 0
    let timer: ReturnType<typeof setTimeout> | undefined
    let measuredAt = 0
    const inFrame = () => {
      timer = undefined
      frame = requestAnimationFrame(() => {
        frame = 0
        measuredAt = performance.now()
        measure()
      })
    }
    const soon = () => {
      if (frame || timer) return
      timer = setTimeout(inFrame, Math.max(0, measuredAt + FOLLOW_MS - performance.now()))
    }
    const sizes = new ResizeObserver(soon)
    for (const element of textAndSheet(editor)) sizes.observe(element)
    column.current?.querySelectorAll('[data-slot]').forEach((slot) => sizes.observe(slot))
    editor.on('update', soon)
    window.addEventListener('resize', soon)
    void document.fonts.ready.then(soon)
    return () => {
      sizes.disconnect()
      editor.off('update', soon)
      window.removeEventListener('resize', soon)
      clearTimeout(timer)
      cancelAnimationFrame(frame)
    }
  }, [editor, column, standing])
}
