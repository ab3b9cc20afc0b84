'use client'

import { useEffect } from 'react'

/** The page has to move so far before the bar goes or comes: a resting thumb trembles. CSS pixels. */
const FAR = 24

/** Takes the bar away while somebody reads on, and brings it back when he goes up. */
export function useBar(): void {
  useEffect(() => {
    let last = window.scrollY
    const scrolled = () => {
      const moved = window.scrollY - last
      if (Math.abs(moved) < FAR) return
      last = window.scrollY
      const isUsed = document.querySelector('.room-bar :focus-visible, .room-menu[open]') !== null
      document.querySelector('.room-bar')?.toggleAttribute('data-away', moved > 0 && last > 120 && !isUsed)
    }
    window.addEventListener('scroll', scrolled, { passive: true })
    return () => window.removeEventListener('scroll', scrolled)
  }, [])
}
