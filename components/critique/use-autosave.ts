'use client'

import { useCallback, useEffect, useEffectEvent, useRef, useState } from 'react'
import { ApiError, call } from '@/components/api'
import { keepDraft, readDraft } from '@/components/margin/drafts'
import type { RoundView } from '@/lib/critique/contract.rounds'

/** Typing is saved when it pauses this long. */
const PAUSE_MS = 700
/** What could not be saved is tried again. */
const RETRY_MS = 5_000

/** What a critic writes beside his notes. */
export interface Written {
  remark: string
  answers: Record<string, string>
}

export type SaveState = 'saved' | 'typing' | 'saving' | 'failed'

/**
 * The remark and the answers of one's own package: on this device with every key, on the server when typing pauses or
 * the page is left, and tried again when that failed.
 * @param userId whose words are kept on the device
 */
export function useAutosave(round: RoundView, userId: string, take: (round: RoundView) => void) {
  const { id } = round
  const key = `scriptorium.draft.${userId}.package.${id}`
  const [written, setWritten] = useState<Written>(
    () => readDraft<Written>(key) ?? { remark: round.mine?.remark ?? '', answers: round.mine?.answers ?? {} },
  )
  const [state, setState] = useState<SaveState>('saved')
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const unsaved = useRef<Written | null>(null)

  const save = useEffectEvent(async (keepalive = false): Promise<boolean> => {
    clearTimeout(timer.current)
    const saving = unsaved.current
    if (!saving) return true
    setState('saving')
    try {
      const view = await call<RoundView>('PUT', `/rounds/${id}/package`, {
        body: saving,
        stay: true,
        keepalive,
      })
      take(view)
      if (unsaved.current !== saving) return false
      unsaved.current = null
      keepDraft(key, null)
      setState('saved')
      return true
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      setState('failed')
      // What the server does not take for good (handed in elsewhere) stays on the device and is not sent again and again.
      const mayHeal = error.status === 0 || error.status === 429 || error.status >= 500
      if (mayHeal) timer.current = setTimeout(() => void save(), RETRY_MS)
      return false
    }
  })
  const change = useCallback(
    (next: Written) => {
      setWritten(next)
      unsaved.current = next
      keepDraft(key, next)
      setState('typing')
      clearTimeout(timer.current)
      timer.current = setTimeout(() => void saveNow.current(), PAUSE_MS)
    },
    [key],
  )
  const saveNow = useRef(() => Promise.resolve(true))
  useEffect(() => {
    saveNow.current = () => save()
    unsaved.current = readDraft<Written>(key)
    if (unsaved.current) void save()
    const leave = () => void save(true)
    window.addEventListener('pagehide', leave)
    return () => {
      window.removeEventListener('pagehide', leave)
      clearTimeout(timer.current)
      void save(true)
    }
  }, [key])
  /** Saves what waits; false while something is not on the server. */
  return { written, change, state, flush: () => saveNow.current() }
}
