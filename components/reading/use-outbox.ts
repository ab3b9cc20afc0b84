'use client'

import { useEffect, useMemo, useRef, useState } from 'react'
import { Outbox, type Waiting } from './outbox'
import { openRoom, roomName, type RoomStore } from './room-store'
import { sendWaiting } from './sending'

/** What waits is tried again this often while the page is open. */
const RETRY_MS = 10_000

/** What the device keeps of the session, and what goes from there to the server. */
export interface RoomLink {
  store: RoomStore
  outbox: Outbox
}

interface Heard {
  sent?: (waiting: Waiting, view: unknown) => void
  refused?: (waiting: Waiting, detail: string) => void
}

export interface RoomOutbox {
  /** Null until the device's storage is open. */
  link: RoomLink | null
  /** How many things wait for the net, and notes among them. */
  waiting: { all: number; notes: number }
}

/** The contents tell a reader why it is over, and wipe what he does not need any more; the text goes at once. */
export function leaveRoom(sessionId: string): void {
  const forgotten =
    typeof caches === 'undefined' ? Promise.resolve(false) : caches.delete(roomName(sessionId))
  void forgotten.finally(() => window.location.assign(`/read/${sessionId}`))
}

/**
 * Opens what waits to be sent, and sends it whenever there is a chance.
 * @param sessionId null for a session that takes nothing any more
 */
export function useOutbox(sessionId: string | null, heard: Heard = {}): RoomOutbox {
  const [link, setLink] = useState<RoomLink | null>(null)
  const [waiting, setWaiting] = useState({ all: 0, notes: 0 })
  const listener = useRef(heard)
  useEffect(() => {
    listener.current = heard
  })
  useEffect(() => {
    if (sessionId === null) return
    let isOpen = true
    const opened = openRoom(sessionId, () => leaveRoom(sessionId)).then(async (store) => {
      const outbox = new Outbox(store, (one) => sendWaiting(sessionId, one), {
        changed: (all, notes) => setWaiting({ all, notes }),
        sent: (one, view) => listener.current.sent?.(one, view),
        refused: (one, detail) => listener.current.refused?.(one, detail),
        ended: () => leaveRoom(sessionId),
      })
      await outbox.tell()
      if (isOpen) setLink({ store, outbox })
      return outbox
    })
    const flush = () => void opened.then((outbox) => outbox.flush())
    flush()
    const timer = setInterval(flush, RETRY_MS)
    window.addEventListener('online', flush)
    document.addEventListener('visibilitychange', flush)
    return () => {
      isOpen = false
      clearInterval(timer)
      window.removeEventListener('online', flush)
      document.removeEventListener('visibilitychange', flush)
    }
  }, [sessionId])
  return useMemo(() => ({ link, waiting }), [link, waiting])
}
