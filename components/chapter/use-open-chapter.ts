'use client'

import { useEffect, useMemo, useState, useSyncExternalStore } from 'react'
import { preload } from 'react-dom'
import { CalmState } from './calm-state'
import { SIGNED_OUT, SignedOutEvent } from '@/components/shell/sign-out'
import { OpenChapter, syncAddress } from '@/lib/sync/client/open-chapter'
import { stateAddress } from '@/lib/sync/client/http'
import type { ChapterState } from '@/lib/sync/client/open-chapter'

interface Place {
  chapterId: string
  docId: string
  userId: string
  mayEdit: boolean
  /** This browser said that it keeps a copy of the text. */
  isKeptHere: boolean
}

const NOTHING: ChapterState = {
  phase: 'opening',
  generation: 0,
  doc: null,
  provider: null,
  saving: { state: 'opening' },
  mayEdit: false,
  synced: false,
  recoveries: [],
}

/** Opens the chapter for as long as the component is on the page; null before the browser has it. */
export function useOpenChapter({ chapterId, docId, userId, mayEdit, isKeptHere }: Place): OpenChapter | null {
  const [chapter, setChapter] = useState<OpenChapter | null>(null)
  // The text comes beside the scripts that show it. A device that keeps a copy is told the difference, once it is connected.
  if (!isKeptHere) preload(stateAddress(chapterId), { as: 'fetch', crossOrigin: 'anonymous' })
  useEffect(() => {
    const opened = new OpenChapter({
      chapterId,
      docId,
      userId,
      mayEdit,
      serverUrl: syncAddress(window.location),
    })
    setChapter(opened)
    void opened.start()
    const stop = watchWindow(opened)
    return () => {
      stop()
      setChapter(null)
      void opened.close()
    }
  }, [chapterId, docId, userId, mayEdit])
  return chapter
}

/** The state of an open chapter, followed calmly (see `CalmState`). */
export function useChapterState(chapter: OpenChapter | null): ChapterState {
  const calm = useMemo(() => chapter && new CalmState(chapter), [chapter])
  return useSyncExternalStore(calm?.subscribe ?? never, calm?.read ?? nothing, nothing)
}

const never = () => () => undefined
const nothing = () => NOTHING

function watchWindow(chapter: OpenChapter): () => void {
  const retry = () => chapter.retry()
  const whenSeen = () => {
    if (document.visibilityState === 'visible') chapter.retry()
  }
  const ask = (event: BeforeUnloadEvent) => {
    if (chapter.wouldLoseWords) event.preventDefault()
  }
  const stop = (event: Event) => {
    if (event instanceof SignedOutEvent) event.waitUntil(chapter.stopKeeping())
  }
  window.addEventListener('online', retry)
  window.addEventListener(SIGNED_OUT, stop)
  window.addEventListener('focus', retry)
  document.addEventListener('visibilitychange', whenSeen)
  window.addEventListener('beforeunload', ask)
  return () => {
    window.removeEventListener('online', retry)
    window.removeEventListener(SIGNED_OUT, stop)
    window.removeEventListener('focus', retry)
    document.removeEventListener('visibilitychange', whenSeen)
    window.removeEventListener('beforeunload', ask)
  }
}
