'use client'

import { useEffect } from 'react'
import { readingText } from '@/components/text/reading'
import type { RoomLink } from './use-outbox'

const words = readingText.end

/**
 * Keeps what the reader thinks will happen, and opens the way to the next chapter: the page shows it when the
 * server has what it waits for.
 */
export function usePrediction(link: RoomLink | null): void {
  useEffect(() => {
    const place = document.querySelector<HTMLElement>('[data-prediction]')
    const field = place?.querySelector('textarea')
    const button = place?.querySelector('button')
    if (!link || !place || !field || !button) return
    const keep = async () => {
      if (field.value.trim() === '') return field.focus()
      const body = { editionId: place.dataset['prediction'], body: field.value }
      await link.outbox.add({ kind: 'prediction', method: 'PUT', path: '/predictions', body })
      const output = place.querySelector('output')
      if (output) output.textContent = navigator.onLine ? words.kept : words.keptHere
    }
    const listen = () => void keep()
    button.addEventListener('click', listen)
    return () => button.removeEventListener('click', listen)
  }, [link])
}
