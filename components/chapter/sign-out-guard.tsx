'use client'

import { useCallback, useEffect, useRef, useState } from 'react'
import { BEFORE_SIGN_OUT, endLogin, goToSignIn, stopKeeping } from '@/components/shell/sign-out'
import { chapterText as words } from '@/components/text/chapter'
import { text } from '@/components/text/en'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/overlay'
import { useToast } from '@/components/ui/toast'
import { leave, staysUnsaved } from './leave'

/** Loaded when somebody signs out and not before: most pages never need it. */
const loadStore = () => import('@/lib/sync/client/local-store')

/** Words typed just now are on the server's disk within moments: looks this often, this far apart, before asking. */
const LOOKS = 15
const BETWEEN_LOOKS_MS = 200

const pause = () => new Promise<void>((resolve) => setTimeout(resolve, BETWEEN_LOOKS_MS))

/** True when the device holds words that no server has. A browser without storage has none to ask about. */
async function mustAsk(userId: string): Promise<boolean> {
  const { hasUnsavedWords } = await loadStore()
  const look = () => hasUnsavedWords(userId)
  return staysUnsaved(look, pause, LOOKS).catch((error: unknown) => {
    console.warn('What this device keeps could not be looked at.', error)
    return false
  })
}

async function signOutAndWipe(userId: string): Promise<void> {
  const { forgetEverything } = await loadStore()
  await leave({ endLogin, stopKeeping, forget: () => forgetEverything(userId), go: goToSignIn })
}

/**
 * Stands between the wish to sign out and the act: asks when this device holds words that no server has, ends the
 * login, and wipes what the device keeps of this person's chapters. When the login cannot be ended, it says so and
 * wipes nothing. Belongs on every page with a way to sign out, inside a `ToastProvider`.
 */
export function SignOutGuard({ userId }: { userId: string }) {
  const [isAsking, setAsking] = useState(false)
  const isLeaving = useRef(false)
  const toast = useToast()
  const act = useCallback(
    async (work: () => Promise<void>) => {
      if (isLeaving.current) return
      isLeaving.current = true
      try {
        await work()
      } catch (error) {
        console.warn('Signing out did not work.', error)
        setAsking(false)
        toast({ text: words.signOut.failed, tone: 'error' })
      } finally {
        isLeaving.current = false
      }
    },
    [toast],
  )
  useEffect(() => {
    const judge = async () => {
      if (await mustAsk(userId)) setAsking(true)
      else await signOutAndWipe(userId)
    }
    const takeOver = (event: Event) => {
      event.preventDefault()
      void act(judge)
    }
    window.addEventListener(BEFORE_SIGN_OUT, takeOver)
    return () => window.removeEventListener(BEFORE_SIGN_OUT, takeOver)
  }, [userId, act])
  return (
    <Dialog
      open={isAsking}
      onOpenChange={setAsking}
      title={words.signOut.title}
      description={words.signOut.lead}
    >
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={() => setAsking(false)}>{text.cancel}</Button>
        <Button tone="danger" onClick={() => void act(() => signOutAndWipe(userId))}>
          {words.signOut.act}
        </Button>
      </div>
    </Dialog>
  )
}
