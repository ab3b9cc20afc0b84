'use client'

import { useEffect, useEffectEvent, useRef } from 'react'
import { notesText } from '@/components/text/notes'
import { useToast } from '@/components/ui/toast'
import type { ThreadView } from '@/lib/critique/contract'
import type { Places } from './followed'

/** The part of a chapter's address that names a note: `/chapters/{id}?thread={threadId}`. The desk's answers have it too. */
const ASKED = 'thread'

interface AskedNote {
  threads: readonly ThreadView[]
  loaded: boolean
  places: Places
  /** Shows it, whatever the filter says, and brings its words into sight. */
  onShow: (thread: ThreadView) => void
}

/** Goes to the note that the page's address names, once it is known where it stands. */
export function useAskedNote({ threads, loaded, places, onShow }: AskedNote): void {
  const toast = useToast()
  const done = useRef(false)
  const look = useEffectEvent(() => {
    const asked = new URLSearchParams(window.location.search).get(ASKED)
    if (asked === null || !loaded) return
    const thread = threads.find(({ id }) => id === asked)
    if (thread?.anchor && !places.has(thread.id)) return
    done.current = true
    if (thread) onShow(thread)
    else toast({ text: notesText.noteGone, tone: 'error' })
  })
  useEffect(() => {
    if (!done.current) look()
  }, [threads, loaded, places])
}
