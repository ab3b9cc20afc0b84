'use client'

import { useEffect } from 'react'

/**
 * Lets the service worker keep this page and its scripts, so that it opens without a network. In production only:
 * while developing, a kept script would hide the change just made.
 */
export function useOfflinePage(): void {
  useEffect(() => {
    if (process.env.NODE_ENV !== 'production' || !('serviceWorker' in navigator)) return
    const keep = async () => {
      await navigator.serviceWorker.register('/sw.js', { scope: '/' })
      const { active } = await navigator.serviceWorker.ready
      const assets = performance
        .getEntriesByType('resource')
        .map((entry) => entry.name)
        .filter((name) => name.startsWith(`${window.location.origin}/_next/static/`))
      active?.postMessage({ type: 'keep', page: window.location.pathname, assets })
    }
    // Not kept is not broken: the page works as long as there is a network.
    keep().catch((error: unknown) => console.warn('This page is not kept for offline use.', error))
  }, [])
}
