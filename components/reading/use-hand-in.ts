'use client'

import { useCallback, useEffect } from 'react'
import { readingText } from '@/components/text/reading'
import type { RoomLink } from './use-outbox'

/** Hands in by the button of the page. @returns what shows the thanks, for when it has arrived */
export function useHandIn(link: RoomLink | null): () => void {
  useEffect(() => {
    const place = document.querySelector('[data-hand-in]')
    const button = place?.querySelector('button')
    if (!link || !place || !button) return
    const handIn = async () => {
      button.disabled = true
      await link.outbox.add({ kind: 'hand_in', method: 'POST', path: '/hand-in' })
      const status = place.querySelector('[role=status]')
      if (status && !navigator.onLine) status.textContent = readingText.handIn.waits
    }
    const listen = () => void handIn()
    button.addEventListener('click', listen)
    return () => button.removeEventListener('click', listen)
  }, [link])
  return useCallback(() => {
    document.querySelector('[data-hand-in]')?.toggleAttribute('hidden', true)
    document.querySelector('[data-reminder]')?.toggleAttribute('hidden', true)
    document.querySelector('[data-thanks]')?.toggleAttribute('hidden', false)
  }, [])
}
