'use client'

import { useCallback, useSyncExternalStore } from 'react'

/** From here on the margin stands beside the text; below it notes come as a sheet. The same figure as in the chapter's layout. */
const WIDE_PX = 1080

/** True while there is room for a margin beside the text, from `pixels` on. The server assumes there is. */
export function useWide(pixels = WIDE_PX): boolean {
  const query = `(min-width: ${pixels}px)`
  const subscribe = useCallback(
    (changed: () => void) => {
      const list = window.matchMedia(query)
      list.addEventListener('change', changed)
      return () => list.removeEventListener('change', changed)
    },
    [query],
  )
  return useSyncExternalStore(
    subscribe,
    () => window.matchMedia(query).matches,
    () => true,
  )
}
