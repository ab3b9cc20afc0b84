'use client'

import { X } from 'lucide-react'
import { useEffect, useRef, type ReactNode } from 'react'
import { readingText } from '@/components/text/reading'

interface PanelProps {
  label: string
  /** Level with this element on a desk; at the upper edge without one. */
  beside?: Element | null
  onClose: () => void
  children: ReactNode
}

/** The size of a card on a desk, about. CSS pixels. */
const CARD = { width: 336, height: 440, gap: 20 } as const

/** Where a card stands: level with the passage where there is room beside the text, else below the passage. */
function placeCard(panel: HTMLElement, beside: Element | null): void {
  const text = document.querySelector('.room-prose')?.getBoundingClientRect()
  const passage = beside?.getBoundingClientRect()
  const left = (text?.right ?? 0) + CARD.gap
  const fits = left + CARD.width + 8 <= window.innerWidth
  const top = (fits ? passage?.top : passage && passage.bottom + 8) ?? 72
  const most = window.innerHeight - CARD.height - 16
  panel.style.setProperty('--top', `${Math.max(60, Math.min(top, most))}px`)
  panel.style.setProperty('--left', `${fits ? left : window.innerWidth - CARD.width - 16}px`)
}

/** A sheet from below on a phone, a card beside the passage on a desk. The text stays readable and can be touched. */
export function Panel({ label, beside, onClose, children }: PanelProps) {
  const panel = useRef<HTMLElement>(null)
  const close = useRef(onClose)
  useEffect(() => {
    close.current = onClose
  })
  useEffect(() => {
    const before = document.activeElement
    panel.current?.focus({ preventScroll: true })
    const listen = (event: KeyboardEvent) => {
      if (event.key === 'Escape') close.current()
    }
    document.addEventListener('keydown', listen)
    return () => {
      document.removeEventListener('keydown', listen)
      if (before instanceof HTMLElement) before.focus({ preventScroll: true })
    }
  }, [])
  useEffect(() => {
    if (panel.current) placeCard(panel.current, beside ?? null)
    // Above a sheet from below the passage stays in sight.
    const sheetTop = panel.current?.getBoundingClientRect().top ?? 0
    const below = window.matchMedia('(width < 64rem)').matches
    if (below && beside && beside.getBoundingClientRect().top > sheetTop - 40)
      window.scrollBy({ top: beside.getBoundingClientRect().top - 96 })
  }, [beside])
  return (
    <section ref={panel} role="dialog" aria-label={label} tabIndex={-1} className="room-panel">
      <div aria-hidden className="room-grab" />
      <button
        type="button"
        aria-label={readingText.room.close}
        onClick={onClose}
        className="absolute top-2 right-2 grid size-10 place-items-center rounded-full text-ink-soft hover:bg-ink/6"
      >
        <X aria-hidden className="size-[18px]" />
      </button>
      {children}
    </section>
  )
}
