'use client'

import { useEffect } from 'react'
import type { RoomLink } from './use-outbox'

/** Puts the reminder of the page away by its button, at once here and as soon as possible on the server. */
export function useReminder(link: RoomLink | null): void {
  useEffect(() => {
    const place = document.querySelector('[data-reminder]')
    const button = place?.querySelector('button')
    if (!link || !place || !button) return
    const putAway = () => {
      place.toggleAttribute('hidden', true)
      document.querySelector<HTMLElement>('.room-onwards')?.focus()
      void link.outbox.add({ kind: 'reminder', method: 'PATCH', path: '/me', body: { reminder: null } })
    }
    button.addEventListener('click', putAway)
    return () => button.removeEventListener('click', putAway)
  }, [link])
}
