'use client'

import { useEffect } from 'react'
import { leaveRoom } from './use-outbox'

/** Browsers count no further, about 24 days. */
const LONGEST_MS = 2 ** 31 - 1

/** Closes an open page at the closing date, with a network or without. */
export function useClosing(sessionId: string, closesAt: string | null): void {
  useEffect(() => {
    const left = closesAt === null ? 0 : Date.parse(closesAt) - Date.now()
    // The server has just said that it is open: a clock that knows better is wrong.
    if (left <= 0 || left > LONGEST_MS) return
    const timer = setTimeout(() => leaveRoom(sessionId), left)
    return () => clearTimeout(timer)
  }, [sessionId, closesAt])
}
