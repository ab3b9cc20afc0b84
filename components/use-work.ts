'use client'

import { useRouter } from 'next/navigation'
import { useCallback, useState } from 'react'
import { text } from '@/components/text/en'

/** A sentence about a failure, whatever was thrown. */
export function sentenceOf(error: unknown): string {
  return error instanceof Error && error.name === 'ApiError' ? error.message : text.somethingWrong
}

/**
 * Runs one piece of work at a time, says whether it goes on and why it failed, and shows the page anew after it.
 * @returns `run(work)`, which answers true when the work succeeded
 */
export function useWork() {
  const router = useRouter()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<string>()
  const run = useCallback(
    async (work: () => Promise<unknown>): Promise<boolean> => {
      setBusy(true)
      setError(undefined)
      try {
        await work()
        router.refresh()
        return true
      } catch (failure) {
        setError(sentenceOf(failure))
        return false
      } finally {
        setBusy(false)
      }
    },
    [router],
  )
  return { run, busy, error, clear: useCallback(() => setError(undefined), []) }
}
