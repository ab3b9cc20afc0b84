'use client'

import { useEffect } from 'react'
import { forgetRoom } from './room-store'

/** Wipes what this device keeps of a session whose reader the server does not know (any more). */
export function ForgetRoom({ sessionId }: { sessionId: string }) {
  useEffect(() => {
    forgetRoom(sessionId).catch((error: unknown) =>
      console.warn('What this device keeps of a reading could not be wiped.', error),
    )
  }, [sessionId])
  return null
}
