'use client'

import { useRouter } from 'next/navigation'
import { useCallback } from 'react'
import { call } from '@/components/api'
import { trashText } from '@/components/text/trash'
import { useToast } from '@/components/ui/toast'
import { sentenceOf } from '@/components/use-work'

/** Something that can be put into the trash from its menu. */
export interface Disposable {
  kind: 'workshop' | 'manuscript' | 'chapter'
  id: string
  title: string
  /** Where to go when this page goes with it; undo leads back. */
  leaveFor?: string
}

/** Puts something into the trash at once and says so, with its undo. Failures are toasts too. */
export function useTrash(): (thing: Disposable) => Promise<void> {
  const router = useRouter()
  const toast = useToast()
  return useCallback(
    async ({ kind, id, title, leaveFor }: Disposable) => {
      const path = `/${kind}s/${id}`
      const goOrRefresh = (to: string | undefined) => (to ? router.push(to) : router.refresh())
      try {
        await call('DELETE', path)
      } catch (failure) {
        toast({ text: sentenceOf(failure), tone: 'error' })
        router.refresh()
        return
      }
      goOrRefresh(leaveFor)
      toast({
        text: trashText.said[kind](title),
        undo: async () => {
          await call('POST', `${path}/restore`)
          goOrRefresh(leaveFor && path)
        },
      })
    },
    [router, toast],
  )
}
