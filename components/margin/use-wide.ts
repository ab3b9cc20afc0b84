'use client'

import { useSyncExternalStore } from 'react'

/** From here on the margin stands beside the text; below it notes come as a sheet. The same figure as in the chapter's layout. */
const WIDE = '(min-width: 1080px)'

function subscribe(changed: () => void): () => void {
  const query = window.matchMedia(WIDE)
  query.addEventListener('change', changed)
  return () => query.removeEventListener('change', changed)
}

/** True while there is room for a margin beside the text. The server assumes there is. */
export function useWide(): boolean {
  return useSyncExternalStore(
    subscribe,
    () => window.matchMedia(WIDE).matches,
    () => true,
  )
}
