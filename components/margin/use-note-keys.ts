'use client'

import { useEffect, useEffectEvent } from 'react'

function isWriting(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  )
}

/** `]` and `[` go to the next and previous note; while writing, Ctrl+Alt+] and Ctrl+Alt+[ do. */
export function useNoteKeys(
  ids: readonly string[],
  active: string | null,
  goTo: (threadId: string) => void,
): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const step =
        event.code === 'BracketRight' || event.key === ']'
          ? 1
          : event.code === 'BracketLeft' || event.key === '['
            ? -1
            : 0
      if (step === 0 || ids.length === 0) return
      const withKeys = event.ctrlKey && event.altKey
      if (isWriting(event.target) ? !withKeys : event.ctrlKey || event.metaKey || event.altKey) return
      event.preventDefault()
      const at = active === null ? (step > 0 ? -1 : 0) : ids.indexOf(active)
      const next = ids[(at + step + ids.length) % ids.length]
      if (next) goTo(next)
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [ids, active, goTo])
}

/** `i` suggests words where the caret stands, for those in whose page it does not write an i. */
export function useInsertKey(isOffered: boolean, insert: () => void): void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.key !== 'i' || event.ctrlKey || event.metaKey || event.altKey || isWriting(event.target)) return
    if (!isOffered || document.querySelector('[role=dialog],[role=menu]')) return
    event.preventDefault()
    insert()
  })
  useEffect(() => {
    const listen = (event: KeyboardEvent) => onKey(event)
    window.addEventListener('keydown', listen)
    return () => window.removeEventListener('keydown', listen)
  }, [])
}
