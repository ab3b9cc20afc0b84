'use client'

import { useCallback, useEffect, useRef, useState } from 'react'
import type { PageText } from './page-text'

/** A change is gone to when it stands here, from the top of the screen; one above it is behind. */
const LINE = 0.3

/** So near to the line a change counts as being at it. CSS pixels. */
const NEAR = 8

export interface Changes {
  all: number
  /** The one gone to last, from 1; null before the first. */
  at: number | null
  step: (by: 1 | -1) => void
}

/** Where a change stands: the fold that it lies under, while that is closed. */
function topOf(change: Element): number {
  const fold = change.closest('details')
  return (fold && !fold.open ? fold : change).getBoundingClientRect().top
}

/** The index of the last change that stands at the reading line or above it; -1 while all are below. */
export function changeAbove(tops: readonly number[], line: number): number {
  return tops.findLastIndex((top) => top <= line + NEAR)
}

/** True for a key that is meant for something else: typed into a field, or with a modifier that does not make the sign. */
function isTaken(event: KeyboardEvent): boolean {
  const { target, metaKey, ctrlKey, altKey } = event
  if (target instanceof Element && target.closest('input, textarea, select, [role=dialog]')) return true
  return metaKey || ((ctrlKey || altKey) && !event.getModifierState('AltGraph'))
}

/** The changes of a page, and the way from one to the next: by `]` and `[`, or by whoever calls `step`. */
export function useChanges(page: PageText | null, isShown: boolean): Changes {
  const [all, setAll] = useState<readonly HTMLElement[]>([])
  const [at, setAt] = useState<number | null>(null)
  const last = useRef<{ index: number; scrolled: number } | null>(null)
  useEffect(() => {
    setAll(page && isShown ? [...document.querySelectorAll<HTMLElement>('[data-stop]')] : [])
  }, [page, isShown])
  const step = useCallback(
    (by: 1 | -1) => {
      const line = window.innerHeight * LINE
      const tops = all.map(topOf)
      const above = changeAbove(tops, line)
      // The end of a page cannot be scrolled to the line: from where one was brought one goes on.
      const isThere = last.current?.scrolled === window.scrollY
      const from = isThere ? (last.current?.index ?? above) : above
      const isBehind = !isThere && by < 0 && (tops[above] ?? line) < line - NEAR
      const index = Math.min(all.length - 1, Math.max(0, isBehind ? above : from + by))
      const change = all[index]
      if (!change) return
      window.scrollTo({ top: Math.max(0, topOf(change) + window.scrollY - line) })
      last.current = { index, scrolled: window.scrollY }
      for (const one of all) one.toggleAttribute('data-at', one === change)
      setAt(index + 1)
    },
    [all],
  )
  useEffect(() => {
    if (all.length === 0) return
    const pressed = (event: KeyboardEvent) => {
      if ((event.key !== ']' && event.key !== '[') || isTaken(event)) return
      event.preventDefault()
      step(event.key === ']' ? 1 : -1)
    }
    document.addEventListener('keydown', pressed)
    return () => document.removeEventListener('keydown', pressed)
  }, [all, step])
  return { all: all.length, at, step }
}
