'use client'

import { useEffect } from 'react'

/**
 * Lets the service worker of the reading room keep these pages and what they need. In production only: while developing,
 * a kept script would hide the change just made.
 * @param pages paths that the reader may open now, this one first
 */
export function useKeptPages(sessionId: string, closesAt: string | null, pages: readonly string[]): void {
  const list = pages.join(' ')
  useEffect(() => {
    if (process.env.NODE_ENV !== 'production' || !('serviceWorker' in navigator)) return
    const keep = async () => {
      const { active, waiting, installing } = await navigator.serviceWorker.register('/read/sw.js', {
        scope: '/read/',
      })
      const assets = performance
        .getEntriesByType('resource')
        .map((entry) => entry.name)
        .filter((name) => name.startsWith(`${window.location.origin}/_next/static/`))
      const worker = active ?? waiting ?? installing
      worker?.postMessage({ type: 'keep', sessionId, closesAt, pages: list.split(' '), assets })
    }
    // Not kept is not broken: the page works as long as there is a network.
    keep().catch((error: unknown) => console.warn('This reading is not kept for offline use.', error))
  }, [sessionId, closesAt, list])
}
