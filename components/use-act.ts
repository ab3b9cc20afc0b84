'use client'

import { useRouter } from 'next/navigation'
import { useCallback, useEffect, useRef } from 'react'
import { text } from '@/components/text/en'
import { useToast } from '@/components/ui/toast'
import { sentenceOf } from './use-work'

interface Act {
  work: () => Promise<unknown>
  /** What to say when it is done. */
  said?: string
  undo?: () => Promise<unknown>
}

/** Does something small at once, says so in a toast with its undo, and shows the page anew. Failures are toasts too. */
export function useAct(): (act: Act) => Promise<boolean> {
  const router = useRouter()
  const toast = useToast()
  return useCallback(
    async ({ work, said, undo }: Act) => {
      try {
        await work()
      } catch (failure) {
        toast({ text: sentenceOf(failure), tone: 'error' })
        router.refresh()
        return false
      }
      router.refresh()
      const takeBack =
        undo &&
        (async () => {
          await undo()
          router.refresh()
        })
      if (said) toast({ text: said, undo: takeBack })
      return true
    },
    [router, toast],
  )
}

/** How long something that cannot be brought back waits for its undo. */
const GRACE_MS = 9_000

interface Pending {
  timer: ReturnType<typeof setTimeout>
  work: () => Promise<unknown>
}

/**
 * For what the server cannot bring back, such as a revoked link: it is hidden at once and done after a few
 * seconds, or when the page is left; undo until then. `work` must use `keepalive`.
 */
export function useActLater(): (act: {
  work: () => Promise<unknown>
  said: string
  undo: () => void
}) => void {
  const router = useRouter()
  const toast = useToast()
  const pending = useRef(new Set<Pending>())
  const perform = useCallback(
    async (one: Pending) => {
      if (!pending.current.delete(one)) return
      clearTimeout(one.timer)
      try {
        await one.work()
      } catch (failure) {
        toast({ text: sentenceOf(failure), tone: 'error' })
      }
      router.refresh()
    },
    [router, toast],
  )
  useEffect(() => {
    const waiting = pending.current
    const flush = () => waiting.forEach((one) => void perform(one))
    window.addEventListener('pagehide', flush)
    return () => {
      window.removeEventListener('pagehide', flush)
      flush()
    }
  }, [perform])
  return useCallback(
    ({ work, said, undo }) => {
      const one: Pending = { work, timer: setTimeout(() => void perform(one), GRACE_MS) }
      pending.current.add(one)
      toast({
        text: said,
        undo: () => {
          clearTimeout(one.timer)
          if (pending.current.delete(one)) undo()
          else toast({ text: text.tooLate, tone: 'error' })
        },
      })
    },
    [perform, toast],
  )
}
