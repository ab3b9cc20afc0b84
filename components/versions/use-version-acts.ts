'use client'

import { useState } from 'react'
import { call } from '@/components/api'
import { versionsText as words } from '@/components/text/versions'
import { useToast } from '@/components/ui/toast'
import { useActLater } from '@/components/use-act'
import { sentenceOf } from '@/components/use-work'
import type { RestoredView, VersionSummary } from '@/lib/manuscript/contract.versions'

/** What can be done with the versions of a chapter; each says so in a toast, with its undo. */
export function useVersionActs(chapterId: string, onChanged: () => void) {
  const actLater = useActLater()
  const toast = useToast()
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set())
  const [isRestoring, setRestoring] = useState(false)
  const path = `/chapters/${chapterId}/versions`

  const restore = async (versionId: string): Promise<boolean> => {
    setRestoring(true)
    try {
      const { beforeId, changed } = await call<RestoredView>('POST', `${path}/${versionId}/restore`)
      const undo =
        beforeId === null
          ? undefined
          : async () => {
              await call('POST', `${path}/${beforeId}/restore`)
              onChanged()
            }
      toast({ text: changed ? words.restored : words.alreadySo, undo })
      onChanged()
      return true
    } catch (failure) {
      toast({ text: sentenceOf(failure), tone: 'error' })
      return false
    } finally {
      setRestoring(false)
    }
  }

  return {
    hidden,
    isRestoring,
    restore,
    /** Names the text as it is now, or a version that stands. Throws what the server says. */
    name: async (name: string, version: VersionSummary | null) => {
      await call(version ? 'PATCH' : 'POST', version ? `${path}/${version.id}` : path, { body: { name } })
      toast({ text: words.named })
      onChanged()
    },
    remove: (version: VersionSummary) => {
      setHidden((now) => new Set([...now, version.id]))
      const show = () => setHidden((now) => new Set([...now].filter((id) => id !== version.id)))
      actLater({
        work: () => call('DELETE', `${path}/${version.id}`, { keepalive: true }),
        said: words.removed,
        undo: show,
      })
    },
  }
}
